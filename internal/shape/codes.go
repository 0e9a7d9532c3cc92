// The codes of the mistakes that linking finds.

package shape

import "github.com/smithwright/smithwright/internal/source"

// Codes of diagnostics. They are part of what users see and match on: don't change one.
const (
	codeUnresolved   = "target.unresolved" // a mention of a shape or member that no file declares
	codeTargetKind   = "target.kind"       // a mention of a shape of a kind that does not fit there
	codeErrorTrait   = "error.trait"       // an error that lacks the error trait
	codeShapeTwice   = "shape.duplicate"   // two declarations of a shape that differ
	codeMemberTwice  = "member.duplicate"  // two members of one name in one shape
	codeMemberLess   = "member.missing"    // a list, map, union or enum without its members
	codeMixinCycle   = "mixin.cycle"       // shapes that are mixins of each other
	codeMixinKind    = "mixin.kind"        // a mixin of another kind than the shape that uses it
	codeMixinTrait   = "mixin.trait"       // a shape used as a mixin that is none
	codeMixinMember  = "mixin.conflict"    // one member name with two targets
	codeMixinProps   = "mixin.property"    // a mixin with properties that mixins of its kind must not have
	codeMixinLimit   = "mixin.limit"       // mixins that multiply beyond all measure
	codeTraitValue   = "trait.conflict"    // two different values for one trait
	codeMetadata     = "metadata.conflict" // two different values for one metadata key
	codeResourceLoop = "resource.cycle"    // resources that contain each other
)

// noSpan is the place of what has none.
var noSpan source.Span
