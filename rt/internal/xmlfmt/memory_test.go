package xmlfmt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
)

// attackSize is about how long the attacks are, in bytes.
const attackSize = 1 << 15

// repeated is an element with another one in it again and again.
func repeated(name, element string) string {
	return "<" + name + ">" + strings.Repeat(element, attackSize/len(element)) + "</" + name + ">"
}

// keyed is repeated with another number in place of each %x.
func keyed(name, element string) string {
	var b strings.Builder
	for i := 0; b.Len() < attackSize; i++ {
		fmt.Fprintf(&b, element, i)
	}
	return "<" + name + ">" + b.String() + "</" + name + ">"
}

// inAll is an element as the only member of the root.
func inAll(element string) string { return "<All>" + element + "</All>" }

// attacks are documents that take more memory than they seem to.
func attacks() map[string]string {
	const pages = "<children><member/><member/></children>"
	return map[string]string{
		"structures":             inAll(repeated("children", "<member/>")),
		"flat structures":        repeated("All", "<kid/>"),
		"lists of structures":    inAll(repeated("children", "<member><children><member/></children></member>")),
		"flat lists":             repeated("All", "<kid><kid/></kid>"),
		"pages":                  repeated("All", pages+strings.Repeat(" ", 500)),
		"pages within pages":     "<All>" + strings.Repeat("<child>", 900) + strings.Repeat("<kid/><kid/></child>", 900) + strings.Repeat(" ", attackSize) + "</All>",
		"structure again":        repeated("All", "<child/>"),
		"empty list again":       repeated("All", "<children/>"),
		"empty tags again":       repeated("All", "<tags/>"),
		"empty lists":            inAll(repeated("matrix", "<member/>")),
		"map of strings":         inAll(keyed("tags", "<entry><key>%x</key><value/></entry>")),
		"flat map":               keyed("All", "<KV><K>%x</K><V/></KV>"),
		"map of pointers":        inAll(keyed("holes", "<entry><key>%x</key><value/></entry>")),
		"map of lists":           inAll(keyed("colors", "<entry><key>%x</key><value/></entry>")),
		"map of maps":            inAll(keyed("nested", "<entry><key>%x</key><value/></entry>")),
		"map of full maps":       inAll(keyed("nested", "<entry><key>%x</key><value><entry><key/><value/></entry></value></entry>")),
		"unions of strings":      inAll(repeated("choices", "<member><text/></member>")),
		"unions of structures":   inAll(repeated("choices", "<member><node/></member>")),
		"unknown unions":         inAll(repeated("choices", "<member><x/></member>")),
		"strings":                inAll(repeated("texts", "<member/>")),
		"flat strings":           repeated("All", "<flat/>"),
		"pointers":               inAll(repeated("sparse", "<member/>")),
		"blobs":                  inAll(repeated("blobs", "<member/>")),
		"big numbers again":      repeated("All", "<big>1e9999</big>"),
		"document of elements":   inAll("<choice>" + repeated("x", "<y/>") + "</choice>"),
		"document of two kinds":  inAll("<choice>" + repeated("x", "<y/><z/>") + "</choice>"),
		"document of structures": inAll("<choice>" + repeated("x", "<y><z/></y>") + "</choice>"),
		"document of lists":      inAll("<choice>" + repeated("x", "<y><z/><z/></y>") + "</choice>"),
		"document of names":      inAll("<choice>" + keyed("x", "<y%x/>") + "</choice>"),
	}
}

func TestMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range attacks() {
		t.Run(name, func(t *testing.T) {
			kindtest.Attack(t, []byte(text), func(data []byte, memory int64) (any, error) {
				return decode(string(data), &xmlfmt.Options{Fill: true, Memory: memory})
			})
		})
	}
}

// TestTextTakesLittle looks for the text of an element that has none but many elements in it.
func TestTextTakesLittle(t *testing.T) { //nolint:paralleltest // it measures memory
	kindtest.Attack(t, []byte("<Error>"+repeated("Message", "<y><z/></y>")+"</Error>"), func(data []byte, _ int64) (any, error) {
		return xmlfmt.Text(data, "Message")
	})
}

// FuzzMemory looks for documents that take more memory than they may.
func FuzzMemory(f *testing.F) {
	for _, text := range attacks() {
		f.Add(text[:min(len(text), 1000)])
	}
	for _, test := range decodings {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kindtest.Bounded(t, []byte(text), func(data []byte, memory int64) error {
			_, err := decode(string(data), &xmlfmt.Options{Fill: true, Memory: memory})
			return err
		})
	})
}
