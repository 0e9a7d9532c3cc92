$version: "2.0"

// Mistakes in protocol tests and in typed metadata, of which the corpora have none.
metadata size = { widht: 1 }

namespace smithwright.mistakes

use smithy.test#httpRequestTests
use smithy.test#httpResponseTests

@metadata(key: "size")
structure Size {
    width: Integer
}

@trait
@protocolDefinition
structure wire {}

@httpRequestTests([
    {
        id: "Ask"
        protocol: wire
        method: "POST"
        uri: "/"
        params: { count: "many", cuont: 1 }
        body: "{"
        bodyMediaType: "application/json"
    }
])
@httpResponseTests([
    {
        id: "Answer"
        protocol: wire
        code: 200
        params: { count: "many", cuont: 1 }
        body: "<a>"
        bodyMediaType: "application/xml"
    }
    {
        id: "Answer"
        protocol: wire
        code: 200
    }
])
operation Count {
    input := {
        count: Integer
    }

    output := {
        count: Integer
    }

    errors: [
        Miscount
    ]
}

@error("client")
@httpResponseTests([
    {
        id: "Oops"
        protocol: wire
        code: 400
        params: { count: "many", cuont: 1 }
        body: "{"
        bodyMediaType: "application/json"
    }
])
structure Miscount {
    count: Integer
}
