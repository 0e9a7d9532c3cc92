$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

metadata owners = [{name: "a", since: 1.5e3, active: true, nothing: null}]
metadata text = """
    first
      "second" \
    third"""

namespace hostile.shapes

use smithy.api#required

/// Documentation of one shape
/// on two lines.
@length(min: 1, max: 10)
@pattern("^[a-z]+$")
string Name

@uniqueItems
list Names { member: Name }

@sparse
list Holes { member: Name }

map ByName {
    key: Name
    @range(min: 0)
    value: Integer
}

enum Color {
    @deprecated(message: "no longer", since: "1")
    RED
    GREEN = "green"
    @enumValue("blue")
    BLUE
}

intEnum Level {
    LOW = 1
    @enumValue(2)
    HIGH
}

@tags(["a"])
union Choice {
    @internal
    word: Secret
    number: Long
    more: Choices
}

list Choices { member: Choice }

@sensitive
string Secret

structure Values {
    @required name: Name
    flag: Boolean = true
    count: Integer = 0
    level: Level = 1
    color: Color = "RED"
    at: Timestamp = 0
    text: String = ""
    list: Names = []
    free: Document = {}
    nothing: Name = null
    @default(1.5) ratio: Double
    @clientOptional small: Byte
    @addedDefault later: Short = 1
    big: BigDecimal
    @input_ bytes: Blob
    next: Values
}

@trait(selector: "structure > member :test(> blob)")
structure input_ {}

apply Values$count @range(max: 9)
apply Choice @documentation("a choice")
apply Values {
    @deprecated
    @internal
}
apply Values$name {
    @tags(["b", "c"])
    @tags(["d"])
}
