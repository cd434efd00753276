import Foundation
import PackagePlugin

/// Compiles in what every auditor's pack holds: the scripts that check it, the definitions in words and
/// in SQL, and the description of the format.
@main
struct PackPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let parts = [
            ("packScripts", "scripts", "py"), ("definitionPages", "projections", "md"),
            ("definitionSQL", "projections", "sql"),
            ("formatPages", "Sources/EventLog/EventLog.docc", "md"),
        ]
        return try parts.map { name, path, suffix in
            let folder = context.package.directoryURL.appending(path: path)
            let output = context.pluginWorkDirectoryURL.appending(path: name + ".swift")
            let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            let files = (found?.compactMap { $0 as? URL } ?? [])
                .filter { $0.pathExtension == suffix }
                .sorted { $0.path < $1.path }
            return .buildCommand(
                displayName: "Embedding the .\(suffix) files of \(path)/",
                executable: try context.tool(named: "Embed").url,
                arguments: [name, folder.path, suffix, output.path],
                inputFiles: files, outputFiles: [output])
        }
    }
}
