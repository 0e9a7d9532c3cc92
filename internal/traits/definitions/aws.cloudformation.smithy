$version: "2"

// How resources become resource types of CloudFormation.
namespace aws.cloudformation

@trait(selector: "resource", breakingChanges: [{ change: "presence" }])
@unstable
structure cfnResource {
    name: String
    additionalSchemas: StructureIdList

    @deprecated(message: "the identifiers of the resource say it")
    primaryIdentifier: String
}

@private
list StructureIdList {
    @idRef(selector: "structure", failWhenMissing: true)
    member: String
}

// ---- Properties ---------------------------------------------------------------------------------

@trait(selector: "structure > member", breakingChanges: [{ change: "any" }])
@unstable
string cfnName

@trait(selector: "structure > member", conflicts: [cfnExcludeProperty])
@unstable
enum cfnMutability {
    FULL = "full"
    CREATE_AND_READ = "create-and-read"
    CREATE = "create"
    READ = "read"
    WRITE = "write"
}

@trait(
    selector: "structure > :test(member > string)"
    conflicts: [cfnExcludeProperty]
    breakingChanges: [{ change: "remove" }]
)
@unstable
structure cfnAdditionalIdentifier {}

@trait(selector: "resource > operation -[input, output]-> structure > member", conflicts: [cfnExcludeProperty])
@unstable
structure cfnDefaultValue {}

@trait(
    selector: "structure > member"
    conflicts: [cfnAdditionalIdentifier, cfnMutability, cfnDefaultValue]
    breakingChanges: [{ change: "add" }]
)
@unstable
structure cfnExcludeProperty {}
