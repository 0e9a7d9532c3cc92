// Reading what no table describes.

package xmlfmt

import (
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
)

// Root returns the name of the root element, without its prefix; "" if the document does not begin as one.
func Root(data []byte) string {
	s := scanner{data: data}
	t, err := s.root()
	if err != nil {
		return ""
	}
	return string(t.base())
}

// Text returns, for each path, the text of the first element that stands there; "" if none does, or if it has elements in
// it. A path has the names of elements below the root, without prefixes, such as "Error/Code". With an error come the texts
// that stand before it.
func Text(data []byte, paths ...string) ([]string, error) {
	w := walker{paths: paths, texts: make([]string, len(paths)), found: make([]bool, len(paths))}
	err := decode(data, &Options{}, func(d *decoder, root tag) error {
		w.decoder = d
		return w.below(root, "")
	})
	return w.texts, err
}

type walker struct {
	*decoder
	paths, texts []string
	found        []bool
}

// below looks at the elements within t, whose path with a slash behind it is prefix.
func (w *walker) below(t tag, prefix string) error {
	for {
		c, ok, err := w.child(t)
		if !ok || err != nil {
			return err
		}
		path := prefix + string(c.base())
		i, further := w.match(path)
		switch {
		case further:
			err = w.below(c, path+"/")
		case i < 0:
			err = w.skip(c)
		default:
			w.texts[i], err = w.onlyText(c)
			w.found[i] = true
		}
		if err != nil {
			return err
		}
	}
}

// onlyText reads the element t and returns its text; "" if there are elements in it.
func (w *walker) onlyText(t tag) (string, error) {
	if w.empty {
		w.end()
		return "", nil
	}
	var text []byte
	for plain := true; ; {
		if w.at(w.pos) != '<' || w.at(w.pos+1) == '!' || w.at(w.pos+1) == '?' {
			if w.pos >= len(w.data) {
				return "", w.cut("</" + quotable(t.name) + ">")
			}
			var err error
			if text, err = w.piece(text); err != nil {
				return "", err
			}
			continue
		}
		c, ok, err := w.child(t)
		if err != nil || !ok && !plain {
			return "", err
		}
		if !ok {
			return string(text), nil
		}
		plain = false
		if err := w.skip(c); err != nil {
			return "", err
		}
	}
}

// match returns the index of the path, if it is looked for and not found yet, and whether paths below it are looked for.
func (w *walker) match(path string) (i int, further bool) {
	i = -1
	for j, wanted := range w.paths {
		rest, ok := strings.CutPrefix(wanted, path)
		switch {
		case !ok || w.found[j]:
		case rest == "":
			i = j
		case rest[0] == '/':
			return -1, true
		}
	}
	return i, false
}

// What the values of documents take: an interface, and what it points at.
const (
	valueSize  = int(unsafe.Sizeof(document.Value(nil)))
	listSize   = int(unsafe.Sizeof([]document.Value(nil)))
	stringSize = int(unsafe.Sizeof(""))
)

// document reads the element t as an open value: its text, or a map if there are elements in it, with a list for those of one
// name. Attributes are left out.
func (d *decoder) document(t tag) (document.Value, error) {
	d.arena.Take(stringSize)
	if err := d.arena.Check(); err != nil {
		return nil, err
	}
	if d.empty {
		d.end()
		return "", nil
	}
	var text []byte
	var members map[string]document.Value
	for {
		if d.at(d.pos) == '<' && d.at(d.pos+1) != '!' && d.at(d.pos+1) != '?' {
			c, ok, err := d.child(t)
			switch {
			case err != nil:
				return nil, err
			case !ok && members != nil:
				return members, nil
			case !ok:
				return d.arena.Text(text), nil
			}
			if members == nil {
				members = map[string]document.Value{}
				d.arena.TakeMap(0, 0)
			}
			if err := d.documentMember(members, c); err != nil {
				return nil, err
			}
			continue
		}
		if d.pos >= len(d.data) {
			return nil, d.cut("</" + quotable(t.name) + ">")
		}
		var err error
		if text, err = d.piece(text); err != nil {
			return nil, err
		}
	}
}

func (d *decoder) documentMember(members map[string]document.Value, t tag) error {
	v, err := d.document(t)
	if err != nil {
		return err
	}
	before, again := members[string(t.base())]
	list, isList := before.([]document.Value)
	switch {
	case isList:
		d.arena.Take(valueSize + listSize) // the list has another header with each element
		members[string(t.base())] = append(list, v)
	case again:
		d.arena.Take(2*valueSize + listSize)
		members[string(t.base())] = []document.Value{before, v}
	default:
		d.arena.TakeEntry(len(members), valueSize)
		members[d.arena.Text(t.base())] = v
	}
	return nil
}
