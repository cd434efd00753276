import Testing

@testable import CommandTable

@Suite struct HelpTests {
    @Test(arguments: ["", "help", "--help", "-h", "--json", "--json -h", "--queue q"])
    func theOverviewStartsWithASession(_ line: String) throws {
        #expect(
            try carryOut(line) == """
                Example
                  printer paper add A4=500
                  printer print letter.txt --ink black

                Print things, and keep the paper in order

                Usage
                  printer COMMAND [WORDS AND OPTIONS]

                Printing
                  print        Print a file

                Paper
                  paper add    Say what was put into the trays
                  paper list   List what is in the trays

                Help
                  help         Show how to use a command
                  man          Print the manual page, in roff
                  completions  Print the lines that teach a shell to complete commands

                Options for every command
                  --queue DIR  where the queue is kept
                  --json       answer in JSON
                  -h, --help   show help, starting with an example
                  --version    show the version

                Exit codes
                  0  done
                  2  wrong command line

                Run 'printer help COMMAND' for its examples and all it takes.

                """)
    }

    @Test(arguments: [
        "help print", "print --help", "print -h", "print a -x --pages many -h", "--help print",
        "help print something", "--json print --help",
    ])
    func theHelpOfACommandStartsWithItsExamples(_ line: String) throws {
        #expect(
            try carryOut(line) == """
                Examples
                  printer print letter.txt --ink black
                  printer print report.txt 'for the governors of the school' --ink blue \\
                      --pages 12 --size 4 --dry-run > list.txt

                Print a file

                The file is read once, from start to end, and sent to the first printer that has
                ink of the right kind.

                A lone dash reads standard input.

                Usage
                  printer print FILE [NOTE] --ink NAME [--pages COUNT] [--size SIZE]
                      [--after DAY] [--dry-run]

                Arguments
                  FILE           what to print
                  NOTE           what to write on top
                  --ink NAME     the ink: black, blue or red
                  --pages COUNT  how many, 1 unless given
                  --size SIZE    the paper
                  --after DAY    when to start
                  -n, --dry-run  say what would be printed

                Options for every command
                  --queue DIR  where the queue is kept
                  --json       answer in JSON
                  -h, --help   show help, starting with an example

                """)
    }

    @Test(arguments: ["help paper", "paper --help", "paper -h", "--help paper"])
    func theHelpOfAFamilyListsItsCommands(_ line: String) throws {
        #expect(
            try carryOut(line) == """
                Examples
                  printer paper add A4=500 A3=100
                  printer paper list 1 2 | sort

                Commands
                  paper add   Say what was put into the trays
                  paper list  List what is in the trays

                Run 'printer help paper add' for all it takes.

                """)
    }

    @Test(arguments: ["paper list --help", "help paper list"])
    func aCommandOfTwoWordsHasHelpOfItsOwn(_ line: String) throws {
        let page = try carryOut(line)
        #expect(page.hasPrefix("Example\n  printer paper list 1 2 | sort\n\nList what is"))
        #expect(page.contains("Usage\n  printer paper list [TRAY...]\n"))
    }

    @Test(arguments: ["--version", "--json --version", "--version print"])
    func theVersionIsShown(_ line: String) throws {
        #expect(try carryOut(line) == "printer 1.0\n")
    }
}
