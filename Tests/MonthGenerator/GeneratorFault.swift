/// Options that cannot be carried out.
struct GeneratorFault: Error, CustomStringConvertible {
    /// What is wrong with which option.
    let description: String

    /// A fault from its message.
    init(_ description: String) {
        self.description = description
    }
}
