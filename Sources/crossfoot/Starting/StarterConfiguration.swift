/// The configuration that a beginner fills in.
enum StarterConfiguration {
    /// The file's name.
    static let name = "ion.json"

    /// The file. JSON has no comments; the members `about` stand for them, and are left alone when it is read.
    static let text = """
        {
          "about": "Where the service's credentials are. Only you may read this file (mode 0600); keep it out of version control.",
          "accountid": "PUT THE NUMBER OF YOUR ACCOUNT HERE",
          "v3": {
            "about": "Portal: Settings > API. The tokens renew themselves: the files are written anew.",
            "access_token": "file:access.token",
            "refresh_token": "file:refresh.token"
          },
          "v1": {
            "about": "For invoices and billing reports only. Portal: Settings > Account Information.",
            "api_key": "env:ION_API_KEY",
            "api_secret": "env:ION_API_SECRET"
          }
        }

        """
}
