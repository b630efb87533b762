using System.Data.SqlTypes;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Modeling;

/// <summary>SqlGuid compares as the server does (learn.microsoft.com, "Comparing GUID and uniqueidentifier values").</summary>
public sealed class SqlServerGuidTests
{
    private readonly Random _random = new(20261121);

    [Fact]
    public void Stored_ids_sort_in_the_database_as_the_ids_themselves()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (NewId(i), NewId(i + 1));

            Compare(a, b).ShouldBe(Math.Sign(a.CompareTo(b)), $"{a} and {b}");
        }
    }

    [Fact]
    public void As_they_are_they_would_not()
        => Enumerable.Range(0, 1_000).Select(i => (A: Guid.CreateVersion7(Moment(i)), B: Guid.CreateVersion7(Moment(i + 1))))
            .Count(p => new SqlGuid(p.A).CompareTo(new SqlGuid(p.B)) > 0).ShouldBeGreaterThan(200);

    [Fact]
    public void A_later_id_stands_behind_an_earlier_one()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Compare(Guid.CreateVersion7(Moment(i)), Guid.CreateVersion7(Moment(i + 1))).ShouldBeLessThan(0);
        }
    }

    [Fact]
    public void An_id_comes_back_as_it_was()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var id = NewId(i);

            SqlServerGuids.FromStored(SqlServerGuids.ToStored(id)).ShouldBe(id);
        }
    }

    [Fact]
    public void The_blocks_stand_the_other_way_round_as_the_page_of_the_docs_says()
        => Convert.ToHexString(SqlServerGuids.ToStored(Guid.Parse("0199a1b2-c3d4-7abc-8def-0123456789ab")).ToByteArray())
            .ShouldBe("456789AB" + "0123" + "8DEF" + "7ABC" + "0199A1B2C3D4");

    private static int Compare(Guid a, Guid b) => Math.Sign(new SqlGuid(SqlServerGuids.ToStored(a)).CompareTo(new SqlGuid(SqlServerGuids.ToStored(b))));

    private static DateTimeOffset Moment(int i) => new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(i);

    /// <summary>Any bytes at all, or two that share their first ones.</summary>
    private Guid NewId(int i)
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        bytes.AsSpan(0, i % 16).Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
