internal import Essentials
internal import EventLog
internal import SQLite

// What ssh-keygen says, put in the words of the ledger.

extension SSHSignature {
    /// That the signature does not hold, and why.
    func wrong(_ run: ProgramRun, _ file: String) -> SignatureProblem {
        let talk = lines(run.talk).joined(separator: "\n")
        if talk.contains("namespace does not match") {
            return SignatureProblem(
                .wrong, "the signature \(file) was made for something other than a checkpoint",
                hint: "ask for one made by 'tally checkpoint sign', whose namespace is "
                    + Self.namespace)
        }
        if talk.contains("not permitted for use in signature namespace") {
            return SignatureProblem(
                .wrong, "the list of signers does not let this key sign checkpoints",
                hint: "its line must allow namespaces=\"\(Self.namespace)\", if the key is right")
        }
        if talk.contains("incorrect signature") {
            return SignatureProblem(
                .wrong, "the signature \(file) is not one of this checkpoint",
                hint: "the checkpoint was changed after it was signed, or the signature is of "
                    + "another one; ask the signer for both again")
        }
        return SignatureProblem(
            .wrong, "the signature \(file) does not hold: \(reason(run))",
            hint: "ask the signer for the checkpoint and its signature again")
    }

    /// That the list of signers knows nobody who may have made the signature, and why.
    func unknown(_ run: ProgramRun, _ file: String, _ signers: Signers) -> SignatureProblem {
        let talk = lines(run.talk)
        if let dates = talk.first(where: { $0.contains("key has expired") }) {
            return SignatureProblem(
                .wrong, "the key that signed \(file) has expired (\(times(in: dates)))",
                hint: "if you know that it was signed before, say when: --signed-at 2026-03-31")
        }
        if let dates = talk.first(where: { $0.contains("key is not yet valid") }) {
            return SignatureProblem(
                .wrong, "the key that signed \(file) was not in force yet (\(times(in: dates)))",
                hint: "check --signed-at and the dates in \(signers.allowed)")
        }
        if talk.contains(where: { $0.contains("parse signature") || $0.contains("armor") }) {
            return SignatureProblem(
                .wrong, "\(file) is not an SSH signature",
                hint: "ask the signer for the checkpoint and its signature again")
        }
        let said = talk.filter { $0 != "No principal matched." }
        guard said.isEmpty else {
            return SignatureProblem(
                .wrong, "the signature \(file) does not hold: \(said.joined(separator: ", "))",
                hint: "check \(signers.allowed) and the signature")
        }
        return SignatureProblem(
            .unknown, "the key that signed \(file) is not in \(signers.allowed)",
            hint: "if you know whose it is, add its public key there; see ssh-keygen(1)")
    }

    /// That a signature would hold if its key were not revoked.
    func isRevoked(_ signer: Signer, _ list: String) -> SignatureProblem {
        SignatureProblem(
            .wrong,
            "the key of \(signer.principal) (\(signer.key)) is revoked by \(list), or that is not "
                + "a list of revoked keys",
            hint: "do not trust the checkpoint; ask for one that another key signed")
    }

    /// All that the program said, in one line.
    func reason(_ run: ProgramRun) -> String {
        let said = lines(run.talk).filter { line in
            !line.contains("@@@") && line != "Signing data on standard input"
        }
        guard !said.isEmpty else { return "ssh-keygen ended with status \(run.status)" }
        return said.joined(separator: ", ")
    }

    /// What to do about a key that does not sign.
    func remedy(_ run: ProgramRun) -> String {
        let talk = lines(run.talk).joined(separator: "\n")
        if talk.contains("too open") {
            return "make the key readable by you alone: chmod 600 KEY, on a disk that keeps it so"
        }
        if talk.contains("No such file") {
            return "check the name of the key; 'ssh-keygen -t ed25519 -f KEY' makes one"
        }
        if talk.contains("passphrase") {
            return "give its passphrase at a terminal, or add the key to ssh-agent first"
        }
        return "check the key; 'ssh-keygen -y -f KEY' must be able to read it"
    }

    /// The fingerprint in `Good "…" signature … with ED25519 key SHA256:…`.
    func fingerprint(_ run: ProgramRun) -> String {
        let line = lines(run.output).first { $0.hasPrefix("Good ") } ?? ""
        return line.split(separator: " ").last.map(String.init) ?? "unknown"
    }

    /// A moment as `-O verify-time` takes it, in UTC.
    func verifyTime(_ instant: Instant) -> String {
        instant.text.prefix(19).filter(\.isNumber) + "Z"
    }

    /// What follows the last colon that a space follows: `verify time … > valid-before …`.
    private func times(in line: String) -> String {
        line.ranges(of: ": ").last.map { String(line[$0.upperBound...]) } ?? line
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.map(String.init)
    }

    func expectFile(_ file: String) throws(SignatureProblem) {
        guard !FileManager.default.fileExists(atPath: file) else { return }
        throw SignatureProblem(
            .missing, "there is no signature \(file)",
            hint: "copy the signature together with the checkpoint")
    }

    func run(_ words: [String], _ message: [UInt8]) throws(SignatureProblem) -> ProgramRun {
        do throws(SQLiteError) {
            return try runProgram(program, ["-Y"] + words, environment: environment, input: message)
        } catch {
            throw SignatureProblem(
                .cannotRun, "ssh-keygen could not be run: \(error.message)",
                hint: "check that OpenSSH's client is installed: apt install openssh-client")
        }
    }
}
