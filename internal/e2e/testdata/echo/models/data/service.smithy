$version: "2"

// A service whose operations answer with what they were sent.
namespace echo.data

@xmlNamespace(uri: "http://data.example/")
service Data {
    version: "2020-01-01"
    operations: [
        Scalars
        Lists
        Maps
        Unions
        Recursive
        Defaults
        Required
        Times
        Sparse
        Xml
        JsonNames
        Enums
        Tokens
        Shared1
        Shared2
        Nothing
        OnlyIn
        OnlyOut
        Sensitive
        EmptyIn
    ]
    resources: [
        Thing
    ]
    errors: [
        Oops
    ]
}
