import Foundation
import Testing

@testable import EventLog

@Suite struct SHA256Tests {
    // The examples NIST publishes with FIPS 180-4, and the digest of no bytes
    // (<https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values>).
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func givesThePublishedDigests(message: String, digest: String) {
        #expect(SHA256.hash(message).hex == digest)
        #expect(SHA256.hash(Array(message.utf8)).hex == digest)
    }

    @Test func givesThePublishedDigestOfAMillionLetters() {
        #expect(
            SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hex
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// Lengths on both sides of every place where the padding changes, and random ones.
    @Test(arguments: SeededRandom.seeds)
    func agreesWithTheSystemsProgram(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let edges = [0, 1, 54, 55, 56, 57, 62, 63, 64, 65, 118, 119, 120, 121, 127, 128, 129]
        let lengths = edges + (0..<50).map { _ in Int.random(in: 0...100_000, using: &random) }
        let messages = lengths.map { random.bytes($0) }
        let digests = try sha256sum(messages)
        for (message, digest) in zip(messages, digests) {
            #expect(SHA256.hash(message).hex == digest, "seed \(seed), \(message.count) bytes")
        }
    }

    @Test(arguments: SeededRandom.seeds)
    func doesNotDependOnHowTheMessageIsCut(seed: UInt64) {
        var random = SeededRandom(seed)
        for length in 0...300 {
            let message = random.bytes(length)
            var sha256 = SHA256()
            var start = 0
            while start < length {
                let end = Int.random(in: start...min(length, start + 130), using: &random)
                if end == start {
                    sha256.update(message[start])
                    start += 1
                } else {
                    sha256.update(message.span.extracting(start..<end))
                    start = end
                }
            }
            sha256.update([UInt8]().span)
            let pieces = sha256.finish()
            #expect(pieces == SHA256.hash(message), "seed \(seed), \(length) bytes")
        }
    }

    /// The processor's own instructions give what the portable code gives, whole and in pieces.
    @Test(arguments: SeededRandom.seeds)
    func doesNotDependOnTheProcessor(seed: UInt64) {
        var random = SeededRandom(seed)
        for length in 0...1_000 {
            let message = random.bytes(length)
            let portable = SHA256.hash(7, message.span, isPortable: true)
            #expect(SHA256.hash(7, message.span) == portable, "seed \(seed), \(length) bytes")
            for isPortable in [false, true] {
                var sha256 = SHA256(isPortable: isPortable)
                sha256.update(7)
                sha256.update(message.span.extracting(0..<length / 3))
                sha256.update(message.span.extracting(length / 3..<length))
                #expect(sha256.finish() == portable, "seed \(seed), \(length) bytes")
            }
        }
    }

    @Test func thePortableCodeGivesThePublishedDigests() {
        let message = Array("bc".utf8)
        #expect(
            SHA256.hash(UInt8(ascii: "a"), message.span, isPortable: true).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// The digests of `messages` as the program `sha256sum` gives them.
    private func sha256sum(_ messages: [[UInt8]]) throws -> [String] {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sha256-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (number, message) in messages.enumerated() {
            try Data(message).write(to: directory.appendingPathComponent("\(number)"))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sha256sum"] + messages.indices.map { "\($0)" }
        process.currentDirectoryURL = directory
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let digests = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .map { String($0.prefix(64)) }
        try #require(digests.count == messages.count)
        return digests
    }
}
