/// A key of a mapping in a pipeline file.
package struct KeyDefinition: Sendable {
    /// The key.
    package let name: String
    /// What may stand under it.
    package let shape: Shape
    /// Whether it must be there.
    package let isRequired: Bool
    /// What counts where it is left out, in words; `nil` where nothing does.
    package let usual: String?
    /// What it means, for the manual and for editors: Markdown in one line.
    package let about: String

    private init(_ name: String, _ shape: Shape, isRequired: Bool, usual: String?, _ about: String) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.usual = usual
        self.about = about
    }

    /// A key that must be there.
    static func required(_ name: String, _ shape: Shape, _ about: String) -> Self {
        Self(name, shape, isRequired: true, usual: nil, about)
    }

    /// A key that may be left out.
    static func optional(_ name: String, _ shape: Shape, usual: String? = nil, _ about: String) -> Self {
        Self(name, shape, isRequired: false, usual: usual, about)
    }
}
