$version: "2"

// What servers of every framework answer to a request that breaks a constraint.
namespace smithy.framework

@error("client")
structure ValidationException {
    @required
    message: String

    fieldList: ValidationExceptionFieldList
}

list ValidationExceptionFieldList { member: ValidationExceptionField }

structure ValidationExceptionField {
    @required
    path: String

    @required
    message: String
}
