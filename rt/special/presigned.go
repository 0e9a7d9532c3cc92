// The form of presigned requests where it is not that of calls.

package special

import (
	"net/http"
	"slices"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// BodyInQuery makes of a presigned request that has a document one that anything can send that follows an address, such as a
// browser: a GET with the members of the document in its query, under their names there. It is for [rt.Operation.Presigned],
// of operations whose documents have no structures in them.
func BodyInQuery(in schema.Shape, r *rt.Request) error {
	table := *in.SmithySchema()
	table.Members = slices.Clone(table.Members)
	for i := range table.Members {
		m := &table.Members[i]
		if m.Bind != schema.Body {
			continue
		}
		if m.Bind = schema.Query; m.JSON != "" {
			m.Wire = m.JSON
		} else if m.Wire == "" {
			m.Wire = m.Name
		}
	}
	_, query, err := httpbind.Target("", &table, mem.Pointer(in), nil)
	if err != nil {
		return err
	}
	r.Method, r.Query, r.Body = http.MethodGet, query, nil
	delete(r.Header, "Content-Type")
	return nil
}
