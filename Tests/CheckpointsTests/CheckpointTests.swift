import Checkpoints
import EventLog
import Testing

/// The text that is signed.
@Suite struct CheckpointTests {
    private let root = leafHash([])

    /// The three lines C2SP tlog-checkpoint asks for, the root of one empty leaf worked out by hand.
    @Test func isThreeLines() throws {
        let checkpoint = try LogCheckpoint(
            origin: "example.org/ne", head: Head(size: 1, root: root))
        #expect(
            checkpoint.body == "example.org/ne\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n")
        #expect(try LogCheckpoint(parsing: checkpoint.bytes) == checkpoint)
    }

    /// What is read is what would be written: any bit changed is either refused or another checkpoint.
    @Test func hasOneSpelling() throws {
        let checkpoint = try LogCheckpoint(
            origin: "example.org/né", head: Head(size: 5_302, root: root))
        for bit in 0..<checkpoint.bytes.count * 8 {
            var bytes = checkpoint.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let other = try? LogCheckpoint(parsing: bytes) else { continue }
            #expect(other.bytes == bytes, "bit \(bit)")
            #expect(other != checkpoint, "bit \(bit)")
        }
    }

    @Test(arguments: [
        "", "\n", "o\n1\n", "o\n1\n\n", "\n1\nROOT\n", "o\n01\nROOT\n", "o\n+1\nROOT\n",
        "o\n-1\nROOT\n", "o\n1 \nROOT\n", "o\n1\nROOT", "o\n1\nROOT\n\n", "o\n1\nROOT\nmore\n",
        "o\r\n1\r\nROOT\r\n", "o\n99999999999999999999\nROOT\n", "o\n1\nROOT=\n", "o\t\n1\nROOT\n",
        "o\n\n1\nROOT\n",
    ])
    func refusesWhatIsNotQuiteOne(_ text: String) {
        let bytes = text.replacing("ROOT", with: root.base64).utf8
        #expect(throws: CheckpointProblem.self) { try LogCheckpoint(parsing: bytes) }
    }

    /// The two spellings of é are equal texts to Swift, and different origins.
    @Test func originsAreComparedByTheByte() throws {
        let head = Head(size: 1, root: root)
        let one = try LogCheckpoint(origin: "caf\u{e9}", head: head)
        #expect(try one != LogCheckpoint(origin: "cafe\u{301}", head: head))
    }
}
