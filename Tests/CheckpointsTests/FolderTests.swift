import EventLog
import Foundation
import Testing

@testable import Checkpoints

/// The checkpoints a ledger keeps.
@Suite struct FolderTests {
    private let keys: Keys
    private let folder: CheckpointFolder

    init() throws {
        keys = try Keys()
        folder = CheckpointFolder(ledgerFolder: keys.folder)
        #expect(try folder.all().isEmpty)
        try folder.create()
    }

    @Test func listsTheShortestHistoryFirst() throws {
        for size in [9, 18, 100] { try keep(size) }
        _ = try keys.write("checkpoints/18.checkpoint.internal-audit.sig", "x")
        _ = try keys.write("checkpoints/18.checkpoint.council.sig", "x")
        _ = try keys.write("checkpoints/notes.txt", "x")
        let all = try folder.all()
        #expect(all.map(\.checkpoint.head.size) == [9, 18, 100])
        #expect(all.map(\.cosigners) == [[], ["council", "internal-audit"], []])
    }

    @Test func findsTheLastGoodOne() throws {
        for size in [9, 18, 100] { try keep(size) }
        #expect(folder.lastGood(upTo: 8)?.path == nil)
        #expect(folder.lastGood(upTo: 99)?.checkpoint.head.size == 18)
        #expect(folder.lastGood(upTo: 100)?.checkpoint.head.size == 100)
        #expect(folder.lastGood(upTo: 100) { $0.size < 10 }?.checkpoint.head.size == 9)
        try FileManager.default.removeItem(atPath: folder.file(of: 100) + ".sig")
        #expect(folder.lastGood(upTo: 100)?.checkpoint.head.size == 18)
        _ = try keys.write("checkpoints/18.checkpoint", "x")
        #expect(folder.lastGood(upTo: 100)?.checkpoint.head.size == 9)
    }

    @Test(arguments: ["x", "o\n19\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"])
    func aFileThatIsNotWhatItsNameSaysIsNamed(_ text: String) throws {
        let file = try keys.write("checkpoints/18.checkpoint", text)
        let problem = #expect(throws: CheckpointProblem.self) { try folder.all() }
        #expect(problem?.sentence.contains(file) == true)
    }

    private func keep(_ size: Int) throws {
        let head = Head(size: size, root: leafHash([]))
        let body = try LogCheckpoint(origin: "o", head: head).body
        _ = try keys.write("checkpoints/\(size).checkpoint", body)
        _ = try keys.write("checkpoints/\(size).checkpoint.sig", "x")
    }
}
