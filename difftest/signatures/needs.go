package signatures

import (
	// What the generated packages may need of other modules, so that go.mod says the same with and without them.
	_ "github.com/smithwright/smithwright/rt/events"
	_ "github.com/smithwright/smithwright/rt/validate/ecma"
)
