// Outputs and errors: what a client returned, beside what a case of httpResponseTests wants.

package prototest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/big"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/document"
)

// CheckOutput fails t unless a call ended without an error and with the wanted output, a pointer to a struct of a generated
// package. Values are compared, not pointers: times by their instant, numbers by their value, NaN with itself, streams by what
// is read from them. A nil list, map or blob is not an empty one.
func CheckOutput(t testing.TB, err error, got, want any) {
	t.Helper()
	if err != nil {
		t.Fatalf("the call ended with an error: %v", err)
	}
	var d differences
	d.value("", reflect.ValueOf(got), reflect.ValueOf(want))
	d.report(t, "the output")
}

// CheckError fails t unless a call ended with an error of want's type and members. Of the metadata, the code and the status
// are compared, and the text if want has one.
func CheckError(t testing.TB, err error, want error) {
	t.Helper()
	target := reflect.New(reflect.TypeOf(want))
	switch {
	case err == nil:
		t.Fatalf("the call ended without an error, not with a %T", want)
	case !errors.As(err, target.Interface()):
		t.Fatalf("the call ended with a %T, not with a %T: %v", err, want, err)
	}
	var d differences
	d.value("", target.Elem(), reflect.ValueOf(want))
	d.report(t, "the error")
}

// The types that have a comparison of their own.
var (
	timeType     = reflect.TypeFor[time.Time]()
	numberType   = reflect.TypeFor[document.Number]()
	bigType      = reflect.TypeFor[*big.Int]()
	readerType   = reflect.TypeFor[io.Reader]()
	closerType   = reflect.TypeFor[io.ReadCloser]()
	metadataType = reflect.TypeFor[rt.ErrorMetadata]()
)

// value compares two values. Their types are the same but within interfaces.
func (d *differences) value(path string, got, want reflect.Value) {
	if got.Type() != want.Type() {
		d.add(path, "is a %s, not a %s", got.Type(), want.Type())
		return
	}
	switch got.Type() {
	case readerType, closerType:
		d.stream(path, got, want)
		return
	case timeType, numberType, metadataType:
		d.special(path, got.Interface(), want.Interface())
		return
	}
	if isReader(got.Type()) {
		d.events(path, got, want)
		return
	}
	switch got.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		d.nilable(path, got, want)
	case reflect.Struct:
		for i := range want.NumField() {
			if f := want.Type().Field(i); f.IsExported() {
				d.value(joined(path, f), got.Field(i), want.Field(i))
			}
		}
	case reflect.Float32, reflect.Float64:
		if !sameFloat(got.Float(), want.Float()) {
			d.add(path, "%v, not %v", got, want)
		}
	default:
		if !got.Equal(want) {
			d.add(path, "%s, not %s", show(got.Interface()), show(want.Interface()))
		}
	}
}

// joined is the path of a field; that of an embedded one is that of what embeds it.
func joined(path string, f reflect.StructField) string {
	switch {
	case f.Anonymous:
		return path
	case path == "":
		return f.Name
	}
	return path + "." + f.Name
}

// nilable compares two values that may be nil, which stands for what is absent.
func (d *differences) nilable(path string, got, want reflect.Value) {
	switch {
	case got.IsNil() && want.IsNil():
	case got.IsNil():
		d.add(path, "is absent, should be %s", show(plain(want)))
	case want.IsNil():
		d.add(path, "should be absent, and is %s", show(plain(got)))
	case got.Type() == bigType:
		d.special(path, got.Interface(), want.Interface())
	case got.Kind() == reflect.Map:
		d.mapping(path, got, want)
	case got.Kind() == reflect.Slice:
		d.list(path, got, want)
	default:
		d.value(path, got.Elem(), want.Elem())
	}
}

// plain is a value for a message: what a pointer points to.
func plain(v reflect.Value) any {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return v.Interface()
}

func (d *differences) list(path string, got, want reflect.Value) {
	if got.Type().Elem().Kind() == reflect.Uint8 {
		if string(got.Bytes()) != string(want.Bytes()) {
			d.add(path, "%q, not %q", got.Bytes(), want.Bytes())
		}
		return
	}
	if got.Len() != want.Len() {
		d.add(path, "%d elements, not %d: %s, not %s", got.Len(), want.Len(), show(got.Interface()), show(want.Interface()))
		return
	}
	for i := range want.Len() {
		d.value(fmt.Sprintf("%s[%d]", path, i), got.Index(i), want.Index(i))
	}
}

func (d *differences) mapping(path string, got, want reflect.Value) {
	for _, key := range sortedKeys(want) {
		at := fmt.Sprintf("%s[%q]", path, key)
		if v := got.MapIndex(key); v.IsValid() {
			d.value(at, v, want.MapIndex(key))
		} else {
			d.add(at, "is missing, should be %s", show(plain(want.MapIndex(key))))
		}
	}
	for _, key := range sortedKeys(got) {
		if !want.MapIndex(key).IsValid() {
			d.add(fmt.Sprintf("%s[%q]", path, key), "should not be there, and is %s", show(plain(got.MapIndex(key))))
		}
	}
}

// sortedKeys are the keys of a map, which are strings.
func sortedKeys(of reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(of.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
}

// special compares what has an equality of its own.
func (d *differences) special(path string, got, want any) {
	switch want := want.(type) {
	case time.Time:
		if have, ok := got.(time.Time); !ok || !have.Equal(want) {
			d.add(path, "%v, not %v", got, want)
		}
	case document.Number:
		if have, ok := got.(document.Number); !ok || !sameNumber(have, want) {
			d.add(path, "%v, not %v", got, want)
		}
	case *big.Int:
		if have, ok := got.(*big.Int); !ok || have.Cmp(want) != 0 {
			d.add(path, "%v, not %v", got, want)
		}
	case rt.ErrorMetadata:
		have, _ := got.(rt.ErrorMetadata)
		if have.Code != want.Code {
			d.add(path, "its code is %q, not %q", have.Code, want.Code)
		}
		if have.Status != want.Status {
			d.add(path, "its status is %d, not %d", have.Status, want.Status)
		}
		if cmp.Or(want.Text, have.Text) != have.Text {
			d.add(path, "its text is %q, not %q", have.Text, want.Text)
		}
	}
}

// stream compares what two readers give; none at all gives nothing.
func (d *differences) stream(path string, got, want reflect.Value) {
	have, err := drained(got)
	if err != nil {
		d.add(path, "cannot be read: %v", err)
		return
	}
	wanted, err := drained(want)
	if err != nil || string(have) != string(wanted) {
		d.add(path, "gives %q, not %q", have, wanted)
	}
}

func drained(v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return nil, nil
	}
	r, _ := v.Interface().(io.Reader)
	data, err := io.ReadAll(r)
	if closer, ok := r.(io.Closer); ok && err == nil {
		err = closer.Close()
	}
	return data, err
}
