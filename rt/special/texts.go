// Texts that a service sends or has got, and their checksums.

package special

import (
	"crypto/md5" //nolint:gosec // it is what services send: a damaged text is to be noticed, and no forged one
	"encoding/hex"
	"fmt"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// TextMD5 compares texts with the MD5 sums, in hexadecimal, that the service tells of them in its reply. The members' names
// are those in the model. A text or a sum that is absent is not checked.
type TextMD5 struct {
	Told string // the list of the output whose structures hold the sums; empty if the output itself holds one
	Sent string // the list of the input whose structures hold the texts, and belong to those with the same ID
	ID   string // see Sent

	// Text holds the text: in a structure of Sent, if that is set, or in that with the sum, if that is one of Told, or in the
	// input. Sum is the member with the sum.
	Text, Sum string
}

var _ rt.ReplyCheck = (*TextMD5)(nil)

// Check returns an error if a text is another one than the service has, or had.
func (t *TextMD5) Check(in, out schema.Shape) error {
	return each(out, t.Told, func(told record) error {
		sum := told.text(t.Sum)
		if sum == "" {
			return nil
		}
		text := told.text(t.Text)
		switch {
		case t.Sent != "":
			_ = each(in, t.Sent, func(sent record) error {
				if sent.text(t.ID) == told.text(t.ID) {
					text = sent.text(t.Text)
				}
				return nil
			})
		case t.Told == "":
			text = mem.Text(in, t.Text)
		}
		got := md5.Sum([]byte(text)) //nolint:gosec // see above
		if text == "" || strings.EqualFold(hex.EncodeToString(got[:]), sum) {
			return nil
		}
		return fmt.Errorf("%s is %.40q, and that of %s is %s: the text was damaged on its way", t.Sum, sum, t.Text, hex.EncodeToString(got[:]))
	})
}

// record is a structure in memory.
type record struct {
	table *schema.Struct
	base  unsafe.Pointer
}

func (r record) text(member string) string { return mem.TextAt(r.table, r.base, member) }

// each calls f with the structures of a list, until it returns an error; with the whole shape if list is empty.
func each(of schema.Shape, list string, f func(record) error) error {
	whole := record{of.SmithySchema(), mem.Pointer(of)}
	if list == "" {
		return f(whole)
	}
	m := whole.table.Member(list)
	if m == nil || m.Kind != schema.List || m.Elem.Elem.Kind != schema.Structure {
		return nil
	}
	elem := &m.Elem.Elem
	first, n, size := mem.Elements(m.Elem.Go, unsafe.Add(whole.base, m.Offset))
	for i := range n {
		if p, ok := mem.Load(elem, unsafe.Add(first, uintptr(i)*size)); ok {
			if err := f(record{elem.Of.SmithySchema(), p}); err != nil {
				return err
			}
		}
	}
	return nil
}
