import Foundation
import PackagePlugin

/// Compiles the SQL of the target's folder into it, so that the executable is one file.
@main
struct EmbedPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "projections")
        let output = context.pluginWorkDirectoryURL.appending(path: "DefinitionFiles.swift")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.path < $1.path }
        return [
            .buildCommand(
                displayName: "Embedding the SQL of projections/",
                executable: try context.tool(named: "Embed").url,
                arguments: ["definitionFiles", folder.path, "sql", output.path],
                inputFiles: files, outputFiles: [output])
        ]
    }
}
