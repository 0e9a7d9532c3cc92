// The codes of the mistakes that linking finds.

package shape

// Codes of diagnostics, which are the event ids of the Smithy specification's reference. They are part of what users see and
// match on: don't change one.
const (
	codeModel        = "Model"                            // declarations that can't be linked into a model
	codeSameTwice    = "Model.IgnoredDuplicateDefinition" // two declarations of a shape that agree
	codeUnknownTrait = "Model.UnresolvedTrait"            // a trait that no shape defines
	codeOldFeature   = "ModelDeprecation"                 // what belongs to Smithy 1.0
	codeName         = "SyntacticShapeIdTarget"           // a bare name in a value that names no shape
	codeTarget       = "Target"                           // a mention of a shape that does not fit there
	codeUnresolved   = "Target.UnresolvedShape"           // a mention of a shape that no file declares
	codeResourceLoop = "ResourceCycle"                    // resources that contain each other
)
