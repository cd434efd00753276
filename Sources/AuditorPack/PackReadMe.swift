internal import Checkpoints
internal import EventLog
internal import Events
internal import Reports

extension PackMaterial {
    /// What an auditor reads first: what to type, what each answer means, and what it does not prove.
    func readMe(_ published: [RemadeReport], unproved: Int) -> String {
        let parts = [
            introduction, exportPart, checkpointPart, signaturePart, proofPart(unproved),
            reportPart, publishedPart(published), definitionPart, limits, statuses,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var introduction: String {
        """
        # Auditor's pack

        Events 1 to \(head.size) of the ledger `\(printable(origin))`, packed on \(request.today), and what it
        takes to check them on a machine that has nothing but Python 3.8 or later and, for
        signatures, `ssh-keygen` of OpenSSH 8.2 or later. The program that wrote the ledger is not
        needed. Type the commands in this folder; none of them changes anything.

            Events: \(head.size)
            Root:   \(head.root.base64)

        """
    }

    private var exportPart: String {
        """
        ## 1. Every event, read and hashed again

        ```sh
        python3 verify-export.py export.ndjson
        ```

        It prints the root of the Merkle tree over the \(head.size) events, which must be the one above,
        and says NO when a line is missing, out of order, written otherwise or there twice.
        `definitions/Format.md` says how the root is worked out, so that you can have somebody else
        write another script.

        **What it does not prove.** Whoever made this pack can have made export and root to fit. So
        compare the root with one that reached you in another way: in minutes, on a receipt or a
        report of the time, in a checkpoint that you or somebody you trust has kept.

        """
    }

    private var checkpointPart: String {
        let files =
            checkpoints.isEmpty
            ? "export.checkpoint" : "export.checkpoint checkpoints/*.checkpoint"
        return """
            ## 2. Checkpoints

            A checkpoint is the origin of a ledger, a number of events, and their root, a line each.

            ```sh
            python3 verify-export.py export.ndjson --checkpoint \(files)
            ```

            Each is compared with as many events as it counts. Do the same with every checkpoint that
            you have kept yourself: that is the test that counts. `export.checkpoint` was made with
            this pack and is signed by nobody.

            """
    }

    private var signaturePart: String {
        let signed = checkpoints.filter(\.isSigned).map(\.checkpoint.head.size)
        guard let last = signed.last else {
            return """
                ## 3. Signatures

                No checkpoint of this ledger was signed when the pack was made.

                """
        }
        let files = signed.map { "checkpoints/\($0).checkpoint" }.joined(separator: " ")
        let file = "checkpoints/\(last).checkpoint"
        let fence = request.signers == nil ? "" : "sh"
        let missing =
            request.signers == nil
            ? "The list of those who may sign did not come with this pack. Get their public keys "
                + "from them, and\nwrite them to `allowed_signers`, a line `NAME KEYTYPE KEY` each. "
                + "Then:\n\n"
            : "`allowed_signers` came from whoever made this pack: ask the signers themselves "
                + "whether these are their keys.\n\n"
        return """
            ## 3. Signatures

            \(missing)```\(fence)
            python3 verify-export.py export.ndjson --signers allowed_signers --checkpoint \(files)
            ```

            It names who signed each checkpoint, and who cosigned. By hand:

            ```\(fence)
            signer=$(ssh-keygen -Y find-principals -f allowed_signers -s \(file).sig)
            ssh-keygen -Y verify -f allowed_signers -I "$signer" -n tallystick-checkpoint@v1 \\
                -s \(file).sig < \(file)
            ```

            A signature shows that the holder of the key vouched for that many events and their
            root. It does not show when, nor that the events are true.

            """
    }

    private func proofPart(_ unproved: Int) -> String {
        let rest =
            unproved == 0
            ? ""
            : "\n\(unproved) older events of these kinds have none, to keep the pack small; "
                + "`tally auditor-pack --events`\nnames others. The export has them all.\n"
        let chosen =
            request.events == nil
            ? "every report published, period closed, correction and retraction, and the last event"
            : "the events asked for"
        return """
            ## 4. Proofs that one event is in the ledger

            ```sh
            python3 verify-export.py export.ndjson --proof proofs/*
            ```

            There is a proof for \(chosen),
            in the form c2sp.org/tlog-proof@v1, with the event in it. One can be passed on by itself:
            with a checkpoint that somebody trusts it needs no export.
            \(rest)
            """
    }

    private var reportPart: String {
        """
        ## 5. Reports

        ```sh
        python3 verify-export.py export.ndjson --report reports/*.json
        ```

        `engagement-…` and `value-for-money-…` are of \(request.today), as known at event \(head.size), for
        each authority that leads a programme; `published-…` are those once published, as known
        then. Each quotes the events it was made from and their root, which are compared. The
        figures of engagement reports are worked out again from the events, by rules written down
        in `definitions/` and in a script that shares nothing with the program; each figure
        is said to be what the events say, or both numbers are given. Money is not worked out
        again here: `definitions/value-for-money/audit.sql` does that, on the ledger's own file.

        """
    }

    private func publishedPart(_ published: [RemadeReport]) -> String {
        guard !published.isEmpty else { return "" }
        let rows = published.map { one in
            let publication = one.publication
            let state =
                one.report == nil
                ? "not made again: this program does not know how"
                : one.isAsPublished ? "yes" : "no"
            return "| \(publication.seq) | \(publication.day) | \(printable(publication.report)) "
                + "| \(publication.head.size) | `\(publication.sha256)` | \(state) |"
        }
        return """
            | event | published on | report | made from events 1 to | SHA-256 then | same bytes now |
            |---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            A report can have other bytes and the same figures when a later version prints it
            differently. The script says of a file which event published its bytes, if any did:
            do this with the files you were given at the time.
            \(examples(published))
            """
    }

    private func examples(_ published: [RemadeReport]) -> String {
        let files = published.filter(\.isAsPublished).map { one in
            "reports/\(one.name).\(one.publication.format?.ending ?? "txt")"
        }
        guard !files.isEmpty else { return "" }
        return """

            ```sh
            python3 verify-export.py export.ndjson --report \(files.joined(separator: " "))
            ```

            """
    }

    private var definitionPart: String {
        """
        ## 6. What the figures mean

        `definitions/` has the definition of every figure in words (`README.md` of each folder), the
        queries that count them (`report.sql`), their independent restatement (`audit.sql`), what
        the ledger itself says its measures mean (`measures.json`), the groups that types of school
        belong to (`school-types.json`), and the format of this export (`Format.md`).

        """
    }

    private var limits: String {
        """
        ## What none of this proves

        - **That the pack is the ledger's only history.** Compare it with heads that reached you in another
          way, and with what other auditors hold.
        - **That the events are true.** A wrong fact that makes sense is recorded like a right one;
          its source, its author and its correction stay visible in the export.
        - **Who wrote an event.** `recordedBy` is what the writer said.
        - **That nothing happened after event \(head.size).** The pack ends there.
        - **That the scripts are the published ones.** Compare them with a copy from elsewhere, or
          read them: they are written to be read.

        """
    }

    private var statuses: String {
        """
        ## How verify-export.py ends

        | exit status | meaning |
        |---|---|
        | 0 | all agrees |
        | 2 | the command line is wrong, or a file cannot be used |
        | 5 | an event was altered, or a figure or a proof is wrong |
        | 6 | the export is shorter, or of another history, than a checkpoint or a report says |
        | 7 | a signature is missing or wrong |
        """ + "\n"
    }
}
