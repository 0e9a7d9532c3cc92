$version: "2"

namespace echo.names

use aws.protocols#restJson1
use smithy.test#httpRequestTests
use smithy.test#httpResponseTests

apply New @httpRequestTests([
    {
        id: "New"
        protocol: restJson1
        method: "POST"
        uri: "/new"
        params: {
            nil: { nil: true }
            any: { any: 3 }
            u: { value: "x" }
            enumClash: "quote\" \\ back`tick\nnewline\u0000nul\u2028"
            intClash: -1
            methods: {
                Validate: { validate: "a" }
                Error: "e"
                x1: "b"
                _1: "c"
                _a: "d"
                a: "e"
                a_: "f"
            }
            v: {
                v: [
                    {
                        v: "a"
                    }
                ]
            }
            p: {
                p: {
                    k: { v: "b" }
                }
            }
            k: {
                k: {
                    A: { kk: 1 }
                }
            }
            i: {
                i: [
                    ["a"]
                    []
                ]
            }
            mp: {
                a: { b: "c" }
            }
            lst: [
                ["x"]
            ]
            time: { time: 0 }
            big: { big: 12345678901234567890, dec: 1.5 }
            otherTwin: { mine: "m" }
            chan: { chan: "c" }
            func: { func: "f" }
            opNew: { opNew: "x" }
            c: { c: "c" }
        }
    }
    {
        id: "TestNew"
        protocol: restJson1
        method: "POST"
        uri: "/new"
        params: {
            u: {
                nil: {}
            }
        }
    }
    {
        id: "new"
        protocol: restJson1
        method: "POST"
        uri: "/new"
        params: {
            u: {
                variant: { x: "1" }
            }
        }
    }
    {
        id: "__"
        protocol: restJson1
        method: "POST"
        uri: "/new"
        params: {
            u: {
                map: { a: "b" }
            }
        }
    }
])

apply New @httpResponseTests([
    {
        id: "NewR"
        protocol: restJson1
        code: 200
        body: "{\"x\":{\"other\":\"o\",\"e\":\"B\"},\"y\":{\"a\":{\"other\":\"p\"}},\"z\":\"A\",\"l\":[{}],\"own\":[{\"mine\":\"q\"}]}"
        bodyMediaType: "application/json"
        params: {
            x: { other: "o", e: "B" }
            y: {
                a: { other: "p" }
            }
            z: "A"
            l: [
                {}
            ]
            own: [
                {
                    mine: "q"
                }
            ]
        }
    }
])

apply nilError @httpResponseTests([
    {
        id: "nilErrorR"
        protocol: restJson1
        code: 400
        headers: { "X-Amzn-Errortype": "nilError" }
        body: "{\"nil\":{\"nil\":true},\"message\":4}"
        params: {
            nil: { nil: true }
            message: 4
        }
    }
])

apply ErrorMembers @httpResponseTests([
    {
        id: "ErrorMembersR"
        protocol: restJson1
        code: 400
        headers: { "X-Amzn-Errortype": "ErrorMembers" }
        body: "{\"Error\":\"e\",\"ErrorCode\":4,\"Metadata\":\"m\",\"message\":[\"a\"]}"
        params: {
            Error: "e"
            ErrorCode: 4
            Metadata: "m"
            message: ["a"]
        }
    }
])
