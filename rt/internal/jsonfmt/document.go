// Documents: values that the model leaves open.

package jsonfmt

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
)

// document writes an open value. The types that decoding gives come first; others go through reflection.
func (e *encoder) document(v document.Value) error {
	switch v := v.(type) {
	case nil:
		e.raw("null")
		return nil
	case bool:
		e.boolean(v)
		return nil
	case string:
		e.str(v)
		return nil
	case document.Number:
		return e.decimal(v)
	}
	if v == document.Null {
		e.raw("null")
		return nil
	}
	return e.reflected(reflect.ValueOf(v))
}

func (e *encoder) reflected(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Bool:
		e.boolean(v.Bool())
	case reflect.String:
		if v.Type().Name() == "Number" && document.Number(v.String()).Valid() { // json.Number
			return e.decimal(document.Number(v.String()))
		}
		e.str(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.integer(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.raw(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("a document cannot hold %v", f)
		}
		e.float(v.Float(), v.Type().Bits())
	case reflect.Slice, reflect.Array:
		return e.documentList(v)
	case reflect.Map:
		return e.documentMap(v)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			e.raw("null")
			return nil
		}
		if err := e.enter(); err != nil { // pointers may lead to themselves
			return err
		}
		err := e.document(v.Elem().Interface())
		e.depth--
		return err
	default:
		return fmt.Errorf("a document cannot hold a %s", v.Type())
	}
	return nil
}

func (e *encoder) documentList(v reflect.Value) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.open('[')
	for i := range v.Len() {
		if err := e.document(v.Index(i).Interface()); err != nil {
			return at.Within(at.Index(i), err)
		}
	}
	e.close(']')
	e.depth--
	return nil
}

func (e *encoder) documentMap(v reflect.Value) error {
	if v.Type().Key().Kind() != reflect.String {
		return fmt.Errorf("a document's keys must be strings, not %s", v.Type().Key())
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.open('{')
	for _, k := range mem.Keys(v) {
		e.key(k)
		if err := e.document(mem.Lookup(v, k).Interface()); err != nil {
			return at.Within(k, err)
		}
	}
	e.close('}')
	e.depth--
	return nil
}

// What the values of documents take: an interface, and what it points to.
const (
	valueSize  = int(unsafe.Sizeof(document.Value(nil)))
	stringSize = int(unsafe.Sizeof(""))
	sliceSize  = int(unsafe.Sizeof([]document.Value(nil)))
)

// document reads any value; numbers keep their text.
func (d *decoder) document() (document.Value, error) {
	switch d.next() {
	case isNull:
		return nil, d.word("null")
	case isBool:
		return d.boolean()
	case isString:
		d.arena.Take(stringSize)
		return d.text()
	case isNumber:
		d.arena.Take(stringSize)
		return d.decimal()
	case isArray:
		list := []document.Value{}
		d.arena.Take(sliceSize)
		err := d.array(func(int) error {
			v, err := d.document()
			list = append(list, v)
			d.arena.Take(valueSize)
			return cmp.Or(err, d.arena.Check())
		})
		return list, err
	case isObject:
		m := map[string]document.Value{}
		d.arena.TakeMap(0, 0)
		err := d.object(func(key []byte) error {
			k := d.arena.Text(key)
			v, err := d.document()
			d.arena.TakeEntry(len(m), valueSize)
			m[k] = v
			return cmp.Or(err, d.arena.Check())
		})
		return m, err
	default:
		return nil, d.skip()
	}
}
