$version: "2"

// How requests to AWS are signed.
namespace aws.auth

@trait(
    selector: "service"
    breakingChanges: [{ change: "remove", message: "clients that exist sign with it" }]
)
@authDefinition(traits: [unsignedPayload])
structure sigv4 {
    @required
    @length(min: 1)
    name: String
}

@trait(
    selector: "service[trait|aws.auth#sigv4]"
    breakingChanges: [{ change: "remove", message: "clients that exist sign with it" }]
)
@authDefinition(traits: [unsignedPayload])
structure sigv4a {
    @required
    @length(min: 1)
    name: String
}

@trait(selector: "operation")
structure unsignedPayload {}

// ---- User pools of Cognito ----------------------------------------------------------------------

@trait(selector: "service")
@authDefinition
@internal
@tags(["internal"])
structure cognitoUserPools {
    @required
    providerArns: StringList
}

@trait(selector: "service[trait|aws.auth#cognitoUserPools] ~> operation")
@length(min: 1)
@internal
@tags(["internal"])
list cognitoUserPoolsScopes { member: String }

@private
list StringList { member: String }
