/// Completions for zsh.
struct ZshCompletions {
    let tree: CommandTree

    var text: String {
        let table = CompletionTable(tree: tree)
        let groups = table.groups.map { "    \"\($0.words)\") list=(\($0.next.joined(separator: " "))) ;;" }
        return """
            #compdef crossfoot
            # Completions of crossfoot for zsh. (The name "path" is taken: in zsh it is where commands are looked for.)
            _crossfoot() {
              local place="" word
              local -a list
              for word in ${words[2,CURRENT-1]}; do
                [[ $word == -* ]] && break
                place="${place:+$place }$word"
              done
              # Operands stand behind the command's name.
              until _crossfoot_list "$place"; do
                [[ $place == *" "* ]] || break
                place=${place% *}
              done
              case "$place ${words[CURRENT-1]}" in
            \(valueCases.joined(separator: "\n"))
              esac
              case "${words[CURRENT-1]}" in
                \(table.fileFlags.joined(separator: "|"))) _files; return ;;
              esac
              if [[ ${words[CURRENT]} == -* || ${list[1]} != *:* ]]; then
                _describe 'crossfoot' list
              else
                _files
              fi
            }
            _crossfoot_list() {
              case "$1" in
            \((groups + commandCases).joined(separator: "\n"))
                *) return 1 ;;
              esac
            }
            (( $+functions[compdef] )) && compdef _crossfoot crossfoot

            """
    }

    private var commandCases: [String] {
        tree.commands.map { command in
            let flags = command.flags.map { "'--\($0.name):\(Self.quoted($0.summary))'" }
            return "    \"\(command.name)\") list=(\(flags.joined(separator: " "))) ;;"
        }
    }

    /// A case for each flag with known values.
    private var valueCases: [String] {
        tree.commands.flatMap { command in
            command.flags.filter { !$0.known.isEmpty }.map { flag in
                let words = flag.known.map { "'\($0)'" }.joined(separator: " ")
                return "    \"\(command.name) --\(flag.name)\") compadd -- \(words); return ;;"
            }
        }
    }

    /// Text within single quotes, with the colons that part a word from its meaning escaped.
    private static func quoted(_ text: String) -> String {
        text.replacing("'", with: "'\\''").replacing(":", with: "\\:")
    }
}
