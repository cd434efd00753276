import Foundation
import PackagePlugin

/// Generates the Swift value of every event type from its schema file in `events/`.
@main
struct VocabularyPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "events")
        let output = context.pluginWorkDirectoryURL.appending(path: "Vocabulary.swift")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let schemas = (found?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
        return [
            .buildCommand(
                displayName: "Generating the event types from events/",
                executable: try context.tool(named: "GenerateVocabulary").url,
                arguments: [folder.path, output.path], inputFiles: schemas,
                outputFiles: [output])
        ]
    }
}
