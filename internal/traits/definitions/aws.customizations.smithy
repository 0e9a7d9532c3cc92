$version: "2"

// What single services of AWS do like no other.
namespace aws.customizations

@trait(selector: "operation")
structure s3UnwrappedXmlOutput {}
