import Foundation
import Testing

@testable import Checkpoints

/// A folder of a test's own with keys in it; gone when the test is over.
final class Keys: Sendable {
    let folder = FileManager.default.temporaryDirectory.path + "/keys-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Makes a pair of keys and returns the file of the private one.
    func make(_ name: String, passphrase: String = "") throws -> String {
        try keygen(["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", path(name)])
        return path(name)
    }

    /// A list of signers with one line for a key; `options` are those of ssh-keygen(1).
    func signers(_ key: String, as principal: String, options: String = "") throws -> String {
        let text = try String(contentsOfFile: key + ".pub", encoding: .utf8)
        let parts = text.split(separator: " ").prefix(2).joined(separator: " ")
        return try write(
            "signers-" + UUID().uuidString,
            [principal, options, parts].filter { !$0.isEmpty }.joined(separator: " ") + "\n")
    }

    /// Signs as the module does, and returns the file of the signature.
    func sign(_ message: [UInt8], with key: String) throws -> String {
        let signature = try SSHSignature(environment: environment).sign(message, key: key)
        return try write(
            "signature-" + UUID().uuidString, String(decoding: signature, as: UTF8.self))
    }

    /// Runs the real ssh-keygen.
    func keygen(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: try SSHSignature(environment: environment).program)
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words)")
    }
}

/// Enough to find ssh-keygen, and no agent.
let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
