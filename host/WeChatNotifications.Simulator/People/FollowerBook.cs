using System.Globalization;

namespace WeChatNotifications.Simulator.People;

/// <summary>
/// Who follows an official account, in the order WeChat lists them: first the generated followers by number, then the others as
/// they came. A place in the list never changes, so that somebody who leaves does not disturb a listing under way.
/// </summary>
internal sealed class FollowerBook(string appId)
{
    /// <summary>The generated followers came one after another from here on, in unix seconds.</summary>
    private const long FirstFollowedAt = 1_433_088_000;
    private const long SecondsBetween = 7;

    private readonly Lock _gate = new();
    private readonly GeneratedOpenIds _openIds = new(appId);
    private readonly HashSet<int> _generatedLeft = [];
    private readonly List<Follow> _follows = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private int _generated;
    private int _othersLeft;
    private string? _unionIdPrefix;

    private readonly record struct Follow(string OpenId, long Since, bool Left);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return Total;
            }
        }
    }

    private int Total => _generated - _generatedLeft.Count + _follows.Count - _othersLeft;

    /// <summary>Generates so many followers in all, or as many as there are already if those are more.</summary>
    public void Generate(int count, string? unionIdPrefix)
    {
        lock (_gate)
        {
            _generated = Math.Max(_generated, count);
            _unionIdPrefix = unionIdPrefix ?? _unionIdPrefix;
        }
    }

    /// <returns>False for one who follows already.</returns>
    public bool Add(string openId, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (Generated(openId) is { } number)
            {
                return _generatedLeft.Remove(number);
            }

            if (_places.TryGetValue(openId, out var place) && !_follows[place].Left)
            {
                return false;
            }

            // Whoever comes back is listed anew; the old place stays empty.
            _places[openId] = _follows.Count;
            _follows.Add(new(openId, now.ToUnixTimeSeconds(), Left: false));
            return true;
        }
    }

    /// <returns>False for one who does not follow.</returns>
    public bool Remove(string openId)
    {
        lock (_gate)
        {
            if (Generated(openId) is { } number)
            {
                return _generatedLeft.Add(number);
            }

            if (!_places.TryGetValue(openId, out var place) || _follows[place].Left)
            {
                return false;
            }

            _follows[place] = _follows[place] with { Left = true };
            _othersLeft++;
            return true;
        }
    }

    public bool Contains(string openId) => FollowsSince(openId) is not null;

    /// <summary>When the user began to follow, in unix seconds; null for one who does not.</summary>
    public long? FollowsSince(string openId)
    {
        lock (_gate)
        {
            if (Generated(openId) is { } number)
            {
                return _generatedLeft.Contains(number) ? null : FirstFollowedAt + (number * SecondsBetween);
            }

            return _places.TryGetValue(openId, out var place) && !_follows[place].Left ? _follows[place].Since : null;
        }
    }

    /// <summary>A generated follower's unionid (null when they have none); false for an openid that was not generated.</summary>
    public bool TryFindGenerated(string openId, out string? unionId)
    {
        lock (_gate)
        {
            var number = Generated(openId);
            unionId = number is null || _unionIdPrefix is null ? null : $"{_unionIdPrefix}{number}";
            return number is not null;
        }
    }

    /// <summary>The generated follower with this unionid.</summary>
    public string? FindByUnion(string unionId)
    {
        lock (_gate)
        {
            return _unionIdPrefix is { } prefix && unionId.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(unionId.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _generated
                ? _openIds[number]
                : null;
        }
    }

    /// <summary>The next followers after one, and how many there are in all.</summary>
    /// <param name="after">Empty for the beginning.</param>
    /// <param name="most">How many to list.</param>
    /// <returns>Null when <paramref name="after"/> never followed.</returns>
    public FollowerPage? ListAfter(string after, int most)
    {
        lock (_gate)
        {
            int place;
            if (after.Length == 0)
            {
                place = 0;
            }
            else if (Generated(after) is { } number)
            {
                place = number + 1;
            }
            else if (_places.TryGetValue(after, out var other))
            {
                place = _generated + other + 1;
            }
            else
            {
                return null;
            }

            return List(place, most);
        }
    }

    private FollowerPage List(int place, int most)
    {
        var openIds = new List<string>(Math.Min(most, Total));
        for (; place < _generated && openIds.Count < most; place++)
        {
            if (!_generatedLeft.Contains(place))
            {
                openIds.Add(_openIds[place]);
            }
        }

        for (var i = place - _generated; i < _follows.Count && openIds.Count < most; i++, place++)
        {
            if (!_follows[i].Left)
            {
                openIds.Add(_follows[i].OpenId);
            }
        }

        return new(Total, openIds, IsLast: openIds.Count < most || !AnyFrom(place));
    }

    private bool AnyFrom(int place)
    {
        for (; place < _generated; place++)
        {
            if (!_generatedLeft.Contains(place))
            {
                return true;
            }
        }

        return _follows.Skip(place - _generated).Any(follow => !follow.Left);
    }

    private int? Generated(string openId) => _generated > 0 && _openIds.NumberOf(openId) is { } number && number < _generated ? number : null;
}

/// <summary>Some followers in a row.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="IsLast">Nobody comes after them.</param>
internal sealed record FollowerPage(int Total, IReadOnlyList<string> OpenIds, bool IsLast);
