// Printing what event streams need beside the rest.

package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

const eventsPath = runtimePath + "/events"

// endings are the rows of the errors that end a stream of events. They have no variant, and so no place in one.
func endings(u *plan.Union) []jen.Code {
	var rows []jen.Code
	for _, row := range u.Endings {
		rows = append(rows, tight(jen.Id("\t{Name: "+strconv.Quote(row.Member)+", Type: "+rowType(row.Type)+"}")))
	}
	return rows
}
