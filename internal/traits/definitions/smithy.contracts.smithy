$version: "2"

// Conditions on values that no single constraint can express.
namespace smithy.contracts

@trait(selector: ":not(:test(service, operation, resource))")
map conditions { key: ConditionName, value: Condition }

@pattern("^[A-Z]+[A-Za-z0-9]*$")
string ConditionName

structure Condition {
    @required
    expression: String

    @required
    documentation: String
}
