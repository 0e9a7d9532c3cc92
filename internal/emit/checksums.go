// Printing which checksums the bodies of an operation have.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

// checksumTable is a pointer to what package rt/checksum is told of an operation.
func checksumTable(c *plan.Checksum) *jen.Statement {
	var facts []jen.Code
	choice := func(name string, c plan.ChecksumChoice) {
		if c != (plan.ChecksumChoice{}) {
			value := jen.Qual(checksumPath, "Choice").Values(texts("Header", c.Header, "Member", c.Member)...)
			facts = append(facts, entry(name, value))
		}
	}
	choice("Request", c.Request)
	if c.Required {
		facts = append(facts, entry("Required", jen.True()))
	}
	choice("Response", c.Response)
	table := jen.Op("&").Qual(checksumPath, "Flexible")
	if len(c.Algorithms) == 0 {
		return table.Values(facts...)
	}
	return table.Add(lines(append(facts, entry("Algorithms", stringsOf(c.Algorithms)))...))
}
