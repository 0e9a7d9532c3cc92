package times_test

import (
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

var base = time.Date(2014, 4, 29, 18, 30, 38, 0, time.UTC)

func TestAppend(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		at              time.Time
		epoch, day, iso string
	}{
		{base, "1398796238", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29T18:30:38Z"},
		{base.Add(120 * time.Millisecond), "1398796238.12", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29T18:30:38.12Z"},
		{base.Add(999_999_999), "1398796238.999", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29T18:30:38.999Z"},
		{base.Add(time.Microsecond), "1398796238", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29T18:30:38Z"},
		{base.In(time.FixedZone("", -7200)), "1398796238", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29T18:30:38Z"},
		{time.Unix(0, 0), "0", "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"},
		{time.UnixMilli(-1), "-0.001", "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59.999Z"},
		{time.Time{}, "-62135596800", "Mon, 01 Jan 0001 00:00:00 GMT", "0001-01-01T00:00:00Z"},
		{time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "253402300799", "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z"},
	} {
		for format, want := range map[schema.Format]string{
			schema.FormatEpoch: test.epoch, schema.FormatHTTPDate: test.day, schema.FormatDateTime: test.iso,
		} {
			if got := string(times.Append([]byte(">"), test.at, format)); got != ">"+want {
				t.Errorf("%v in format %d is %s, not %s", test.at, format, got, want)
			}
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text   string
		format schema.Format
		want   time.Time
	}{
		{"1398796238", schema.FormatEpoch, base},
		{"1398796238.5", schema.FormatEpoch, base.Add(500 * time.Millisecond)},
		{"1398796238.1234567899", schema.FormatEpoch, base.Add(123456789)},
		{"1.398796238E9", schema.FormatEpoch, base},
		{"13987962380e-1", schema.FormatEpoch, base},
		{"-1.5", schema.FormatEpoch, time.UnixMilli(-1500)},
		{"-0.5", schema.FormatEpoch, time.UnixMilli(-500)},
		{"-1e-3", schema.FormatEpoch, time.UnixMilli(-1)},
		{"0", schema.FormatEpoch, time.Unix(0, 0)},
		{"2014-04-29T18:30:38Z", schema.FormatDateTime, base},
		{"2014-04-29t18:30:38z", schema.FormatDateTime, base},
		{"2014-04-29T18:30:38.000000001Z", schema.FormatDateTime, base.Add(1)},
		{"2014-04-29T20:30:38+02:00", schema.FormatDateTime, base},
		{"2014-04-29T11:30:38-07:00", schema.FormatDateTime, base},
		{"Tue, 29 Apr 2014 18:30:38 GMT", schema.FormatHTTPDate, base},
		{"Tue, 29 Apr 2014 18:30:38.25 GMT", schema.FormatHTTPDate, base.Add(250 * time.Millisecond)},
		{"Tuesday, 29-Apr-14 18:30:38 GMT", schema.FormatHTTPDate, base},
		{"Tue Apr 29 18:30:38 2014", schema.FormatHTTPDate, base},
		{"Thu, 1 May 2014 18:30:38 GMT", schema.FormatHTTPDate, base.AddDate(0, 0, 2)},
	} {
		got, err := times.Parse(test.text, test.format)
		if err != nil || !got.Equal(test.want) || got.Location() != time.UTC {
			t.Errorf("%q is %v (%v), not %v", test.text, got, err, test.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text   string
		format schema.Format
	}{
		{"", schema.FormatEpoch}, {"x", schema.FormatEpoch}, {"1.", schema.FormatEpoch}, {".5", schema.FormatEpoch}, {"+1", schema.FormatEpoch},
		{"1.-5", schema.FormatEpoch}, {"1.5x", schema.FormatEpoch}, {"0x10", schema.FormatEpoch}, {"1_000", schema.FormatEpoch}, {"01", schema.FormatEpoch}, {"NaN", schema.FormatEpoch},
		{"1e300", schema.FormatEpoch}, {"1e999999999", schema.FormatEpoch}, {"-1e999999999", schema.FormatEpoch},
		{"253402300800", schema.FormatEpoch}, {"-62135596801", schema.FormatEpoch}, {"99999999999999999999", schema.FormatEpoch},
		{"", schema.FormatDateTime}, {"2014-04-29", schema.FormatDateTime}, {"2014-04-29T18:30:38", schema.FormatDateTime}, {"2014-13-29T18:30:38Z", schema.FormatDateTime},
		{"9999-12-31T23:59:59-01:00", schema.FormatDateTime}, {"0001-01-01T00:00:00+01:00", schema.FormatDateTime},
		{"", schema.FormatHTTPDate}, {"2014-04-29T18:30:38Z", schema.FormatHTTPDate}, {"Tue, 31 Feb 2014 18:30:38 GMT", schema.FormatHTTPDate},
		{strings.Repeat("9", 100_000), schema.FormatEpoch},
	} {
		got, err := times.Parse(test.text, test.format)
		if err == nil {
			t.Errorf("%.40q in format %d is %v", test.text, test.format, got)
		} else if len(err.Error()) > 300 {
			t.Errorf("the error is %d bytes long", len(err.Error()))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"1398796238.5", "1e9", "2014-04-29T20:30:38+02:00", "Tue, 29 Apr 2014 18:30:38 GMT", "-0.001"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []schema.Format{schema.FormatEpoch, schema.FormatDateTime, schema.FormatHTTPDate} {
			at, err := times.Parse(text, format)
			if err != nil {
				continue
			}
			first := string(times.Append(nil, at, format))
			again, err := times.Parse(first, format)
			if err != nil {
				t.Fatalf("%q became %q, which cannot be read: %v", text, first, err)
			}
			if second := string(times.Append(nil, again, format)); first != second {
				t.Fatalf("%q became %q and then %q", text, first, second)
			}
		}
	})
}

// FuzzEpoch holds numbers of seconds against math/big, cut to nanoseconds.
func FuzzEpoch(f *testing.F) {
	for _, text := range []string{
		"1398796238.5", "1e9", "-0.001", "-1.9999999999", "1.767323045123E9", "17673230451e-1", "253402300799.9999999999", "-62135596800.0", "0e5", "-0e-99999", "1e-41",
		"1e-9999", "123456789012345678901234567890e-25", "0.000000000000000000000000000000000000000000001e50", "1E", "1e99999999999999999999", "0e99999999999999999999",
	} {
		f.Add(text)
	}
	least, most := big.NewRat(-62135596800, 1), big.NewRat(253402300800, 1)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := times.Parse(text, schema.FormatEpoch)
		want, ratErr := document.Number(text).Rat()
		switch {
		case ratErr != nil && !document.Number(text).Valid() && err == nil:
			t.Fatalf("%q, which is no number, is %v", text, got)
		case ratErr != nil:
			return
		case want.Cmp(least) < 0 || want.Cmp(most) >= 0:
			if err == nil && !got.Equal(time.Unix(-62135596800, 0)) { // what is less than a nanosecond does not count
				t.Fatalf("%q is %v", text, got)
			}
			return
		case err != nil:
			t.Fatalf("%q: %v", text, err)
		}
		want.Mul(want, big.NewRat(1e9, 1))
		nanos := new(big.Int).Quo(want.Num(), want.Denom())
		have := new(big.Int).Mul(big.NewInt(got.Unix()), big.NewInt(1e9))
		if have.Add(have, big.NewInt(int64(got.Nanosecond()))); have.Cmp(nanos) != 0 {
			t.Fatalf("%q is %v, which is %v and not %v nanoseconds", text, got, have, nanos)
		}
	})
}

// FuzzHTTPDate holds dates against net/http.
func FuzzHTTPDate(f *testing.F) {
	for _, text := range []string{
		"Tue, 29 Apr 2014 18:30:38 GMT", "Tue, 29 Apr 2014 18:30:38.123 GMT", "Tuesday, 29-Apr-14 18:30:38 GMT", "Tue Apr 29 18:30:38 2014", "Tue, 9 Apr 2014 18:30:38 GMT",
		"Tue, 29 Apr 2014 18:30:38 UTC", "Tue, 29 Apr 2014 18:30:38 EST", "Tue, 29 Apr 2014 18:30:38 +0000", "Tuesday, 29-Apr-14 18:30:38 CET",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := times.Parse(text, schema.FormatHTTPDate)
		want, httpErr := http.ParseTime(text)
		zone, _ := want.Zone()
		switch {
		case err == nil && got.Location() != time.UTC:
			t.Fatalf("%q is %v", text, got)
		case httpErr == nil && zone != "GMT" && zone != "UTC":
			if err == nil {
				t.Fatalf("%q is %v, in a zone that is not known here", text, got)
			}
		case httpErr == nil && !strings.Contains(text, "  ") && (err != nil || !got.Equal(want)): // net/http takes any number of spaces
			t.Fatalf("%q is %v (%v), net/http has %v", text, got, err, want)
		}
	})
}
