$version: "2.0"

namespace hostile.contracts

use smithy.contracts#conditions
use smithy.framework#ValidationException
use smithy.openapi#specificationExtension

@conditions({
    Order: { documentation: "in order", expression: "start < end" }
})
structure Interval { start: Integer, end: Integer }

operation Check { input := { i: Interval }, errors: [ValidationException] }

@trait
@specificationExtension(as: "x-note")
string note

@note("n")
service Contracts { version: "1", operations: [Check] }

@smithy.mqtt#publish("a/{b}")
operation Publish { input := { @required @smithy.mqtt#topicLabel b: String, payload: String } }
