extension Tool {
    /// The few lines that teach `shell`, one of bash, zsh and fish, to ask `__complete`.
    ///
    /// Each line of the answer is a word, and behind a tab what it stands for.
    package func completionScript(for shell: String) -> String {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: preconditionFailure("there are no completions for \(shell)")
        }
    }

    private var bash: String {
        """
        _\(name)() {
            mapfile -t COMPREPLY < <("$1" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            COMPREPLY=("${COMPREPLY[@]%%$'\\t'*}")
            if [[ ${COMPREPLY[0]} == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
        }
        complete -o default -F _\(name) \(name)

        """
    }

    private var zsh: String {
        """
        #compdef \(name)
        _\(name)() {
            local -a lines found shown space
            lines=(${(f)"$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
            found=(${lines%%$'\\t'*})
            shown=(${lines//$'\\t'/  })
            if [[ ${found[1]} == *[=:] ]]; then space=(-S ''); fi
            if (( $#found )); then compadd $space -d shown -- $found; else _files; fi
        }
        if [ "$funcstack[1]" = "_\(name)" ]; then _\(name) "$@"; else compdef _\(name) \(name); fi

        """
    }

    private var fish: String {
        """
        function __\(name)_complete
            set -l before (commandline -opc)
            set -l found (\(name) __complete $before[2..] "$(commandline -ct)" 2>/dev/null)
            if count $found >/dev/null
                printf '%s\\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c \(name) -f -a '(__\(name)_complete)'

        """
    }
}
