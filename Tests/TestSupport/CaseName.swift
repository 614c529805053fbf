/// A text as a test's name shows it: control characters become visible, a long one is cut.
package func shown(_ text: String) -> String {
    let visible = text.debugDescription
    return visible.count > 60 ? "\(visible.prefix(60))…" : visible
}
