package times_test

import (
	"strings"
	"testing"
	"time"

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
