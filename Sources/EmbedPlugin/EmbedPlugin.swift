import Foundation
import PackagePlugin

/// Compiles the SQL of the target's folder and its pages of definitions into it, so that the
/// executable is one file.
@main
struct EmbedPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "projections")
        let parts = [("definitionFiles", "sql"), ("definitionPages", "md")]
        return try parts.map { name, suffix in
            let output = context.pluginWorkDirectoryURL.appending(path: name + ".swift")
            let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            let files = (found?.compactMap { $0 as? URL } ?? [])
                .filter { $0.pathExtension == suffix }
                .sorted { $0.path < $1.path }
            return .buildCommand(
                displayName: "Embedding the .\(suffix) files of projections/",
                executable: try context.tool(named: "Embed").url,
                arguments: [name, folder.path, suffix, output.path],
                inputFiles: files, outputFiles: [output])
        }
    }
}
