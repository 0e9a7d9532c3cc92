$version: "2"

// What becomes of traits in OpenAPI.
namespace smithy.openapi

@trait(
    selector: "[trait|trait]"
    breakingChanges: [
        { change: "presence" }
        { change: "any", path: "/as" }
    ]
)
structure specificationExtension { as: SpecificationExtensionKey }

@private
@pattern("^x-.+$")
string SpecificationExtensionKey
