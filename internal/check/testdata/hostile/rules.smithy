$version: "2.0"

namespace hostile.rules

use smithy.rules#clientContextParams
use smithy.rules#contextParam
use smithy.rules#endpointRuleSet
use smithy.rules#operationContextParams
use smithy.rules#staticContextParams
use smithy.test#httpRequestTests
use smithy.test#smokeTests
use aws.protocols#awsJson1_1
use smithy.protocols#rpcv2Cbor

@awsJson1_1
@rpcv2Cbor
@clientContextParams(Accel: { type: "boolean", documentation: "d" })
@endpointRuleSet({
    version: "1.0"
    parameters: {
        Region: { type: "string", builtIn: "AWS::Region", required: true, documentation: "r" }
        Accel: { type: "boolean", documentation: "a" }
        Mode: { type: "string", documentation: "m" }
        Keys: { type: "stringArray", documentation: "k" }
        Bucket: { type: "string", documentation: "b" }
    }
    rules: [{ type: "endpoint", conditions: [{ fn: "isSet", argv: [{ ref: "Region" }] }], endpoint: { url: "https://{Region}.x" } }]
})
service Rules { version: "1", operations: [Run] }

@staticContextParams(Mode: { value: "a" })
@operationContextParams(Keys: { path: "items[*].key" })
@smokeTests([{ id: "s1", params: { bucket: "b" }, expect: { success: {} } }])
operation Run {
    input := { @contextParam(name: "Bucket") bucket: String, items: Items }
    output := {}
}
list Items { member: Item }
structure Item { key: String }

@http(method: "POST", uri: "/t")
@httpRequestTests([
    { id: "t1", protocol: awsJson1_1, method: "POST", uri: "/t", params: { a: 1 }, body: "{\"a\":1}", bodyMediaType: "application/json", headers: { A: "b" } }
])
operation Tested { input := { a: Integer } }
