import Testing

@testable import TallyCommands

/// Who wins when a setting is settled in several places.
@Suite struct ConfigurationTests {
    /// Every setting, with every choice of those who can settle it: the first of them wins.
    @Test(arguments: Setting.allCases, 0..<16)
    func theStrongestWins(_ setting: Setting, _ choice: Int) {
        let values = ["one", "two", "three", "four"].map { setting == .colour ? "auto" : $0 }
        let isGiven = (0..<4).map { choice & 1 << $0 != 0 }
        let name = setting.variables[0]
        let files = [("ledger/config", 2), ("user/config", 3)].filter { isGiven[$0.1] }.map {
            SettingsFile("\n\(setting.rawValue) = \(values[$0.1])\n", path: $0.0)
        }
        let configuration = Configuration(
            options: isGiven[0] ? [setting: values[0]] : [:],
            environment: isGiven[1] ? [name: values[1]] : [:], files: files)
        #expect(configuration.problems == [])
        let sources: [Configuration.Source] = [
            .option(setting.option), .environment(name), .file("ledger/config", line: 2),
            .file("user/config", line: 2),
        ]
        var expected = (0..<4).filter { isGiven[$0] }.map {
            Configuration.Voice(value: values[$0], source: sources[$0])
        }
        if let standard = setting.standard {
            expected.append(.init(value: standard, source: .standard))
        }
        #expect(configuration.voices(about: setting) == expected)
        #expect(configuration[setting] == expected.first?.value)
    }

    @Test func theToolsOwnVariableWinsOverThatOfEveryPager() {
        let both = Configuration(environment: ["PAGER": "more", "TALLY_PAGER": "most"])
        #expect(both[.pager] == "most")
        #expect(Configuration(environment: ["PAGER": "more"])[.pager] == "more")
    }

    @Test func anEmptyValueSettlesThatThereIsNone() {
        let file = SettingsFile("authority = ntca\npager =", path: "f")
        let configuration = Configuration(environment: ["TALLY_AUTHORITY": ""], files: [file])
        #expect(configuration.problems == [])
        #expect(configuration[.authority] == nil)
        #expect(configuration[.pager] == nil)
    }

    @Test(arguments: [
        ("actor", "'actor' is not a line name = value"),
        ("actr = x", "there is no setting 'actr'; did you mean 'actor'?"),
        (
            "password = x",
            "there is no setting 'password'; choose ledger, actor, programme, authority, pager, "
                + "colour"
        ),
        ("colour = red", "'red' is neither 'auto' nor 'never'"),
        (
            "authority = North East",
            "'North East' is not a short name of lower-case letters, digits and hyphens"
        ),
        ("actor = a\nactor = b", "'actor' is settled twice"),
        ("pager = less", "no"),
    ])
    func aLineThatCannotStandIsNamed(_ text: String, _ problem: String) {
        let file = SettingsFile("# ours\n\n" + text, path: "f", refusing: [.pager: "no"])
        let line = 3 + text.filter { $0 == "\n" }.count
        #expect(file.problems == ["f, line \(line): \(problem)"])
    }

    @Test func aFileThatMayNotNameAPagerCanSayThatThereIsNone() {
        let file = SettingsFile("pager = none", path: "f", refusing: [.pager: "no"])
        #expect(file.problems == [])
        #expect(file.values[.pager]?.value == "none")
    }

    @Test(arguments: [
        (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/tallystick/config"),
        (["XDG_CONFIG_HOME": "", "HOME": "/h"], "/h/.config/tallystick/config"),
        (["XDG_CONFIG_HOME": "x", "HOME": "/h"], "/h/.config/tallystick/config"),
        ([:], nil),
    ])
    func theUsersFileIsWhereTheStandardSays(_ environment: [String: String], _ path: String?) {
        #expect(SettingsFile.userPath(environment) == path)
    }
}

/// Pages for terminals that show ASCII alone, and for programs that read lines.
@Suite struct PlainTests {
    @Test(arguments: [
        ("  900001  St Éloi's   929\n", "900001\tSt Eloi's\t929\n"),
        ("a b", "a b"), ("", ""), ("one\n\ntwo\n", "one\n\ntwo\n"),
        ("± 1 − £2…  ’x’", "+/- 1 - GBP 2...\t'x'"), ("π", "\\u{3c0}"),
    ])
    func columnsAreSetApartByTabsAndAllIsASCII(_ page: String, _ expected: String) {
        #expect(plain(page) == expected)
    }
}
