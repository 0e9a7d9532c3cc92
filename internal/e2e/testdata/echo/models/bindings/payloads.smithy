$version: "2"

// Members that are the body.
namespace echo.bindings

@http(method: "POST", uri: "/p/blob")
operation PayloadBlob {
    input := {
        @httpPayload
        data: Blob

        @httpHeader("X-a")
        a: String
    }

    output := {
        @httpPayload
        data: Blob

        @httpHeader("X-a")
        a: String
    }
}

@http(method: "POST", uri: "/p/mediablob")
operation PayloadMediaBlob {
    input := {
        @httpPayload
        data: Jpeg
    }

    output := {
        @httpPayload
        data: Jpeg
    }
}

@http(method: "POST", uri: "/p/string")
operation PayloadString {
    input := {
        @httpPayload
        data: String
    }

    output := {
        @httpPayload
        data: String
    }
}

@http(method: "POST", uri: "/p/mediastring")
operation PayloadMediaString {
    input := {
        @required
        @httpPayload
        data: MediaString
    }

    output := {
        @required
        @httpPayload
        data: MediaString
    }
}

@http(method: "POST", uri: "/p/enum")
operation PayloadEnum {
    input := {
        @httpPayload
        data: Color
    }

    output := {
        @httpPayload
        data: Color
    }
}

@http(method: "POST", uri: "/p/struct")
operation PayloadStruct {
    input := {
        @httpPayload
        data: Leaf

        @httpHeader("X-a")
        a: String
    }

    output := {
        @httpPayload
        data: Leaf

        @httpHeader("X-a")
        a: String
    }
}

@http(method: "POST", uri: "/p/structreq")
operation PayloadStructReq {
    input := {
        @required
        @httpPayload
        data: Leaf
    }

    output := {
        @required
        @httpPayload
        data: Leaf
    }
}

@http(method: "POST", uri: "/p/union")
operation PayloadUnion {
    input := {
        @httpPayload
        data: Choice
    }

    output := {
        @httpPayload
        data: Choice
    }
}

@http(method: "POST", uri: "/p/shared")
operation PayloadShared {
    input: SharedPayload
    output: SharedPayload
}

structure SharedPayload {
    @httpPayload
    data: Leaf

    @httpHeader("X-b")
    b: String
}

@http(method: "POST", uri: "/p/self")
operation PayloadSelf {
    input := {
        @httpPayload
        data: SharedPayload2
    }

    output := {
        @httpPayload
        data: SharedPayload2
    }
}

structure SharedPayload2 {
    a: SharedPayload2

    @xmlFlattened
    l: Strings

    b: String
}

@streaming
blob Streamed

@streaming
@requiresLength
blob Measured

@streaming
@mediaType("video/mpeg")
blob Video

@http(method: "POST", uri: "/s/stream")
operation Stream {
    input := {
        @httpHeader("X-a")
        a: String

        @httpPayload
        data: Streamed = ""
    }

    output := {
        @httpHeader("X-a")
        a: String

        @httpPayload
        data: Streamed = ""
    }
}

@http(method: "POST", uri: "/s/streamreq")
operation StreamReq {
    input := {
        @required
        @httpPayload
        data: Streamed
    }

    output := {
        @required
        @httpPayload
        data: Streamed
    }
}

@http(method: "POST", uri: "/s/length")
operation StreamLength {
    input := {
        @required
        @httpPayload
        data: Measured
    }

    output := {
        @required
        @httpPayload
        data: Streamed
    }
}

@http(method: "POST", uri: "/s/media")
operation StreamMedia {
    input := {
        @required
        @httpPayload
        data: Video
    }

    output := {
        @required
        @httpPayload
        data: Video

        @httpResponseCode
        status: Integer
    }
}
