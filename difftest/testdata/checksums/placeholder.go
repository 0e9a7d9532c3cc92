// Package checksums is where the test puts the package that the generator makes of some operations of Amazon S3. This file
// keeps the folder, so that what imports it resolves before; the others are never committed. The folder is in testdata, so
// that nobody vets or lints what stands in it: its text is not this repository's.
package checksums

import (
	// What the generated files import beyond the committed packages': go.mod must be the same whether they are there or not.
	_ "github.com/smithwright/smithwright/rt/checksum"
	_ "github.com/smithwright/smithwright/rt/restxml"
)
