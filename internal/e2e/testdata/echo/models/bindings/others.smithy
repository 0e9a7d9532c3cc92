$version: "2"

// Hosts, tokens, defaults, all of it at once, methods and errors.
namespace echo.bindings

@endpoint(hostPrefix: "{account}.x-{other}.")
@http(method: "POST", uri: "/host/{other}")
operation HostOp {
    input := {
        @required
        @hostLabel
        account: HostName

        @required
        @hostLabel
        @httpLabel
        other: HostName

        c: String
    }

    output := {
        account: String
        c: String
    }
}

@pattern("^[a-z]+$")
string HostName

@http(method: "POST", uri: "/token1")
operation Token1 {
    input := {
        @idempotencyToken
        @httpHeader("X-token")
        token: String
    }

    output := {
        @httpHeader("X-token")
        token: String
    }
}

@http(method: "POST", uri: "/token2")
operation Token2 {
    input := {
        @idempotencyToken
        @httpQuery("token")
        token: String
    }

    output := {
        @httpHeader("X-token")
        token: String
    }
}

@http(method: "POST", uri: "/token3/token-is/{token}")
operation Token3 {
    input := {
        @required
        @idempotencyToken
        @httpLabel
        token: String
    }

    output := {
        @httpHeader("X-token")
        token: String
    }
}

@http(method: "POST", uri: "/tokenpayload")
operation TokenPayload {
    input := {
        @idempotencyToken
        @httpPayload
        token: String
    }

    output := {
        @httpPayload
        token: String
    }
}

@http(method: "PUT", uri: "/mixed/{a}/{b+}?x=y", code: 202)
operation Mixed {
    input := {
        @required
        @httpLabel
        a: String

        @required
        @httpLabel
        b: String

        @httpQuery("q")
        q: String

        @httpQueryParams
        qs: MultiMap

        @httpHeader("X-h")
        h: Strings

        @httpPrefixHeaders("X-p-")
        p: StringMap

        body1: Leaf

        @jsonName("Body2")
        @xmlName("Body2")
        body2: Choice

        @idempotencyToken
        body3: String
    }

    output := {
        @httpHeader("X-h")
        h: Strings

        @httpPrefixHeaders("x-p-")
        p: StringMap

        body1: Leaf

        @jsonName("Body2")
        @xmlName("Body2")
        body2: Choice

        @httpResponseCode
        code: Integer

        body3: String
    }
}

@http(method: "POST", uri: "/defaulted")
operation Defaulted {
    input := {
        @httpHeader("X-a")
        a: Integer = 5

        @httpHeader("X-b")
        b: String = "x, y"

        @httpHeader("X-t")
        t: Timestamp = 0

        @httpHeader("X-l")
        l: Strings = []

        @httpQuery("q")
        q: Boolean = true

        @httpQuery("z")
        z: Integer = 0

        body: String = "z"

        c: Color = "red"
    }

    output := {
        @httpHeader("X-a")
        a: Integer = 5

        @httpHeader("X-b")
        b: String = "x, y"

        @httpHeader("X-t")
        t: Timestamp = 0

        @httpHeader("X-l")
        l: Strings = []

        @httpHeader("X-missing")
        m: Strings = []

        @httpHeader("X-missing2")
        m2: Double = 2.5

        body: String = "z"

        c: Color = "red"
    }
}

@httpChecksumRequired
@http(method: "POST", uri: "/checked")
operation Checked {
    input := {
        a: String
    }
    output := {
        a: String
    }
}

@requestCompression(
    encodings: ["gzip"]
)
@http(method: "POST", uri: "/compressed")
operation Compressed {
    input := {
        a: String
    }
    output := {
        a: String
    }
}

@idempotent
@http(method: "DELETE", uri: "/deleted/{a}", code: 204)
operation Deleted {
    input := {
        @required
        @httpLabel
        a: String
    }

    output := {}
}

@readonly
@http(method: "HEAD", uri: "/head/{a}")
operation Head {
    input := {
        @required
        @httpLabel
        a: String

        @httpHeader("X-b")
        b: String
    }

    output := {
        @httpHeader("X-b")
        b: String
    }
}

@http(method: "PATCH", uri: "/patch")
operation Patch {
    input := {
        a: Strings
    }
    output := {
        a: Strings
    }
}

@http(method: "GET", uri: "/errors")
operation ErrorsOp {
    errors: [
        HeaderError
        PayloadError
        PlainError
    ]
}

@error("client")
@httpError(409)
structure HeaderError {
    @httpHeader("X-why")
    why: String

    @httpHeader("X-when")
    when: Timestamp

    @httpHeader("X-many")
    many: Ints

    @httpPrefixHeaders("X-e-")
    all: StringMap

    message: String

    leaf: Leaf
}

@error("server")
@httpError(507)
structure PayloadError {
    @httpHeader("X-why")
    why: String

    @httpPayload
    leaf: Leaf
}

@error("server")
structure PlainError {}
