import Foundation
import PackagePlugin

/// Compiles the sample ledgers of `events/samples/` in, so that the demo needs no file.
@main
struct SamplePlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "events/samples")
        let output = context.pluginWorkDirectoryURL.appending(path: "SampleFiles.swift")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "ndjson" }
            .sorted { $0.path < $1.path }
        return [
            .buildCommand(
                displayName: "Embedding the samples of events/samples/",
                executable: try context.tool(named: "Embed").url,
                arguments: ["sampleFiles", folder.path, "ndjson", output.path],
                inputFiles: files, outputFiles: [output])
        ]
    }
}
