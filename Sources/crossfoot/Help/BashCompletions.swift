/// Completions for bash.
struct BashCompletions {
    let tree: CommandTree

    var text: String {
        let table = CompletionTable(tree: tree)
        let groups = table.groups.map { "    \"\($0.words)\") words=\"\($0.next.joined(separator: " "))\" ;;" }
        let commands = tree.commands.map { command in
            "    \"\(command.name)\") words=\"\(command.flags.map { "--\($0.name)" }.joined(separator: " "))\" ;;"
        }
        return """
            # Completions of crossfoot for bash.
            _crossfoot() {
              local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path="" words="" word index
              for ((index = 1; index < COMP_CWORD; index++)); do
                word=${COMP_WORDS[index]}
                [[ $word == -* ]] && break
                path="${path:+$path }$word"
              done
              # Operands stand behind the command's name.
              until _crossfoot_words "$path"; do
                [[ $path == *" "* ]] || break
                path=${path% *}
              done
              case "$path $previous" in
            \(valueCases.joined(separator: "\n"))
              esac
              case "$previous" in
              \(table.fileFlags.joined(separator: "|"))) words="" ; COMPREPLY=($(compgen -f -- "$current")); return ;;
              esac
              COMPREPLY=($(compgen -W "$words" -- "$current"))
              [[ $current != -* && ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
            }
            _crossfoot_words() {
              case "$1" in
            \((groups + commands).joined(separator: "\n"))
                *) return 1 ;;
              esac
            }
            complete -o filenames -F _crossfoot crossfoot

            """
    }

    /// A case for each flag with known values.
    private var valueCases: [String] {
        tree.commands.flatMap { command in
            command.flags.filter { !$0.known.isEmpty }.map { flag in
                let words = flag.known.joined(separator: " ")
                return
                    "  \"\(command.name) --\(flag.name)\") COMPREPLY=($(compgen -W \"\(words)\" -- \"$current\")); return ;;"
            }
        }
    }
}
