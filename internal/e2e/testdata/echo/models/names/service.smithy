$version: "2"

// Names that mean something to Go or to the generator, of a service and its operations.
namespace echo.names

@xmlNamespace(uri: "http://names.example/")
service Client {
    version: "2020-01-01"
    operations: [
        New
        Config
        API
        Do
        len
        append
        Region
        Endpoint
        type
        Close
        Send
    ]
    errors: [
        error
        Error3
        Metadata_
    ]
    rename: {
        "echo.other#Twin": "OtherTwin"
        "echo.other#TwinEnum": "OtherTwinEnum"
        "echo.other#TwinUnion": "OtherTwinUnion"
        "echo.other#TwinList": "OtherTwinList"
    }
}

@http(method: "POST", uri: "/new")
operation New {
    input: NewInput
    output: NewOutput
}
